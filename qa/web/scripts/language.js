// The first visit opens the page in the browser's language, later ones in the language that was
// chosen. A page that was asked for by its own address stays.
(() => {
  const languages = document.querySelector("meta[name=dateline-languages]").content.split(" ");
  const [first, ...others] = languages; // the first is at the page's own address
  const remembered = "dateline-language";
  const own = (code) => others.includes(code);
  const here = location.pathname.split("/").filter(Boolean).at(-1);
  document.documentElement.lang = own(here) ? here : first;
  try {
    document.addEventListener("click", ({ target }) => {
      const link = target.closest?.("#masthead a[hreflang]");
      if (link) localStorage.setItem(remembered, link.hreflang);
    });
    const wanted = localStorage.getItem(remembered) ?? navigator.language.slice(0, 2);
    if (!own(here) && own(wanted)) location.replace(`${wanted}${location.search}`);
  } catch {
    // A browser that remembers nothing shows what it was asked for.
  }
})();
