"""The language pack of English."""

from __future__ import annotations

from qa.languages.claims.en import CLAIMS
from qa.languages.common import FEW_WORDS, press
from qa.languages.cues import (
    AnswerTypeCues,
    FollowUpForms,
    NewsForms,
    QuestionCues,
    SubjectForms,
    TemporalCues,
)
from qa.languages.pack import AnswerTexts, Examples, LanguagePack, PageTexts

_SO_FAR = (
    r"so far(?! (?:away|as|from|off|back)\b)|thus far|(?<!up )to date(?! (?:from|back|the|a)\b)|"
    r"(?:as of|up to|until|till|as at|by) now|as of today|(?:un)?til today|up to today|as yet|"
    r"at (?:the )?last count"
)
""""To date" at the end of a question; not "to date the manuscript"."""
_COUNTED = (
    r"(?:tolls?|figures?|counts?|tall(?:y|ies)|numbers?|estimates?|reports?|updates?|versions?|"
    r"releases?|editions?|polls?|forecasts?|reading|statistics|data|status|news|information|"
    r"situation|price|value|score|standings|rate)"
)
"""Nouns of values that change; with "last", a question asks for the newest value."""
_PRESS = press("articles|news|reports|stories|press|newspapers|papers|dispatches")
_DEATHS = r"(?:death )?toll|deaths|fatalities|dead|number of deaths"
_DIED, _DIED_OF = "how many people died in {of}", "how many people died in {of}{more}"
_HURT = r"injured|injuries|wounded"
_WERE_HURT = "how many people were injured in {of}"
_PERSON = (
    r"(?:judge|president|governor|mayor|minister|premier|prime minister|chancellor|king|queen|head"
    r"|boss|leader|chief|chair(?:man|woman|person)?|director|ceo|captain|coach|manager|author"
    r"|writer"
    r"|creator|inventor|founder|artist|singer|actor|actress|attacker|killer|gunman|suspect|hijacker"
    r"|hacker|spokes(?:man|woman|person)|lawyer|attorney|champion|successor|predecessor"
    r"|architect|designer|builder|driver|pilot|commander|organi[sz]er|host|sponsor|heir)s?"
)
_COUNTED_ONES = (
    r"(?:people|passengers|survivors|victims|casualties|evacuees|workers|visitors|spectators"
    r"|tourists|soldiers|troops|votes|signatures|arrests)"
)
_MEASURED = (
    r"(?:population|magnitude|strength|turnout|attendance|crowd|rate|speed|temperature|depth|width"
    r"|weight|size|capacity|length|height)"
)
_GREETING = r"hello|hi|hey|good (?:morning|afternoon|evening|day|night)|greetings|bye|goodbye"
_THANKS = r"(?:many )?thanks?(?: you)?(?: (?:very|so) much| a lot)?|cheers"
_COMMAND = (
    r"(?:stop|go on|continue|clear|reset|start over|try again|more|next|back|exit|quit|undo)"
    r"(?: (?:it|this|that|please))?"
)
_NEWS = (
    r"(?:(?:latest |last |newest |most recent |recent |current |breaking )?(?:news|updates?"
    r"|developments?|word|headlines|information)|latest|newest)"
)
_ABOUT = r"(?:on|about|from|with|in|at|of|for|regarding|concerning|around|over)"
_PLEASE = (
    r"(?:please|can you|could you|tell me|give me|show me|do you have|have you(?: got)?|do we have"
    r"|is there|are there|got|i want|what do (?:you|we) know|what is known)"
)
_ASKING_FIRST = (
    r"who|whom|whose|what|what's|which|when|where|why|how|is|are|was|were|do|does|did|has|have"
    r"|had|can"
    r"|could|will|would|should|no|the|any"
)
"""First words of other questions; a subject at the start of a question for news does not begin with
one of them."""

PACK = LanguagePack(
    code="en",
    claims=CLAIMS,
    # British English writes the day first, as the articles' dates are read.
    locale="en_GB",
    endonym="English",
    questions=QuestionCues(
        asking=r"who|whom|whose|what|which|when|where|why|how|name|list"
        r"|^\W*(?:the )?(?:date|day|year|names?|number|age) of",
        when=r"when|(?:what|which) (?:\w+ )?"
        r"(?:date|day|week|weekend|month|quarter|season|year|decade|century|time)s?|how soon"
        r"|^\W*(?:the )?(?:dates?|day|year) (?:of|when|in which|on which)",
        how_long=r"how long",
        open=r"(?:^|(?<=, ))(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would"
        r"|should)"
        r"(?! (?:you|anyone|anybody|someone|somebody))|what(?:['’]s| is| are) (?:the )?"
        r"(?:latest|newest|news?)",
        # "which companies are", not "which process is" nor "what is".
        list=r"(?:which|what)(?: \w+){0,2} \w{2,}[^\Wsui]s (?:are|were|have|do|did|will|would"
        r"|can|could|should|must)|(?:which|what) (?:are|were) the|who (?:are|were)"
        r"|(?:name|list) (?:the|all)",
        when_adverb=r"when|how soon",
        happening=r"(?:take|takes|taken|took|taking) place|happen(?:s|ed)?|occur(?:s|red)?|held"
        r"|go(?:es)? ahead|went ahead",
    ),
    subjects=SubjectForms(
        forms=(
            (
                r"(?:the )?(?:total )?(?:costs?|price) (?:of|for) (?P<of>.+)",
                "how much does {of} cost",
            ),
            (r"(?P<of>.+) (?:costs?|price)", "how much does {of} cost"),
            (rf"(?:the )?(?:{_DEATHS}) (?:of|in|from|after|at) (?P<of>.+)", _DIED),
            (rf"(?P<of>.+ )(?:{_DEATHS})(?: (?:in|at|from))?(?P<more> .+)?", _DIED_OF),
            (rf"(?:the )?(?:{_HURT}) (?:in|from|after|at) (?P<of>.+)", _WERE_HURT),
            (rf"(?P<of>.+) (?:{_HURT})", _WERE_HURT),
            (
                rf"(?:the )?(?P<who>{_COUNTED_ONES}) (?P<what>\w+(?:ed|en|ing|ne)\b.*)",
                "how many {who} were {what}",
            ),
            (rf"(?P<of>.+) (?P<who>{_COUNTED_ONES})", "how many {who} of {of}"),
            (r"(?P<of>.+) age", "how old is {of}"),
            (
                (
                    r"(?P<of>.+ (?:start|end|release|opening|closing|launch|effective|due)) date"
                    r" (?P<more>.+)"
                ),
                "when {of} {more}",
            ),
            (r"(?P<of>.+) dates? (?:of|for) (?P<what>.+)", "when was the {what} of {of}"),
            (r"(?P<of>.+) dates?", "when {of}"),
            (r"(?P<of>.+) deadlines?", "when is the deadline of {of}"),
            (
                r"(?:the )?(?:\w+ )?(?:date|time|day|start|beginning|end) of (?P<of>.+)",
                "when is {of}",
            ),
            (
                r"(?:the )?(?:location|site|scene|place|venue|whereabouts) of (?P<of>.+)",
                "where is {of}",
            ),
            (r"(?P<of>.+) (?:location|venue|site|whereabouts)", "where is {of}"),
            (r"(?P<of>.+) birthplace", "where was {of} born"),
            (r"(?P<of>.+) owners?", "who owns {of}"),
            (r"(?:the )?people (?P<of>(?:on|in|at|under|without) .+)", "how many people were {of}"),
            (r"(?:the )?owners? of (?P<of>.+)", "who owns {of}"),
            (r"(?:the )?winners? of (?P<of>.+)", "who won {of}"),
            (r"(?P<of>.+) winners?", "who won {of}"),
            (r"(?:the )?(?:causes?|reasons?) (?:of|for|behind) (?P<of>.+)", "what caused {of}"),
            (r"(?P<of>.+) (?:causes?|reasons?)", "what caused {of}"),
            (rf"(?:the )?(?P<who>{_PERSON} .+)", "who is the {who}"),
            (rf"(?P<of>.+) (?P<who>{_PERSON})", "who is the {who} of {of}"),
            (
                r"(?:the )?(?P<what>\w{2,}[^\Wsui]s (?:that|who|which|in|of|on|the|\w+ing) .+)",
                "what are the {what}",
            ),
        ),
        other="what is the {subject}",
        no_question=rf"(?:{_GREETING})(?: (?:there|all|everyone|again|dateline))?"
        rf"|(?:{_THANKS})|(?:please )?(?:{_COMMAND})|ok(?:ay)?|yes|no|test(?:ing)?|help",
        examples={
            "bridge repair cost": "how much does bridge repair cost",
            "winner of the vote": "who won the vote",
            "bridge length": "what is the bridge length",
            "bridge collapse date": "when bridge collapse",
            "bridge permit deadline": "when is the deadline of bridge permit",
        },
        greetings=("Hello!", "thanks a lot", "stop it"),
    ),
    news=NewsForms(
        forms=(
            (
                rf"(?:{_PLEASE} )*what(?:'s| is| are| was| were)? (?:the )?(?:{_NEWS}|new) {_ABOUT}"
                r" (?P<subject>.+)"
            ),
            (
                rf"(?:{_PLEASE} )*(?:the |some |any )?(?:{_NEWS}|(?:any|some)thing new) {_ABOUT}"
                r" (?P<subject>.+)"
            ),
            rf"(?:{_PLEASE} )+(?:more |anything |something )?about (?P<subject>.+)",
            (
                r"what(?:'s| is| has| have|'ve)? (?:just )?(?:been )?(?:happened|happening|happens"
                r"|going on|gone on|up) (?:lately |recently |now )?"
                r"(?:with|to|about|in|at|on|around|near|during) (?P<subject>.+)"
            ),
            r"what (?:has )?(?:became|become) of (?P<subject>.+)",
            r"(?:how|where) do things stand (?:with|on|in|at) (?P<subject>.+)",
            r"how (?:is|are) (?P<subject>.+) (?:going|coming along|progressing|getting on)",
            (
                rf"(?P<subject>(?!(?:{_ASKING_FIRST})\b).+?) (?:latest |recent )?(?:news|updates?"
                r"|developments|headlines|latest)"
            ),
        ),
        closing=r"lately|recently|so far|now|right now|at the moment|these days|today|since",
        examples={
            "What happened with the Kestrel bridge?": "the Kestrel bridge",
            "any news about the Kestrel bridge": "the Kestrel bridge",
            "latest on the Kestrel bridge": "the Kestrel bridge",
            "what's going on with the Kestrel bridge these days?": "the Kestrel bridge",
            "Kestrel bridge latest": "Kestrel bridge",
        },
        others=(
            "What is the latest version of the app?",
            "What is the news agency called?",
            "Who read the news?",
            "What happened when the bridge fell?",
        ),
    ),
    answer_types=AnswerTypeCues(
        money=r"how much (?:money|(?:\w+ ){0,12}?(?:costs?|worth|pay|paid|spen[dt]|earns?|earned"
        r"|fined?|owed?|raised?|sell|sold|charged?|donated?|stole|stolen|money))"
        r"|(?:what|which) (?:is |are |was |were )?(?:the )?(?:\w+ ){0,3}?(?:costs?|price|salary"
        r"|fine|budget|fee|bail|ransom|debts?|sum|amount|prize money|reward|damages|bond|loan)",
        age=r"how old|(?:at )?(?:what|which) age|^\W*(?:the )?age of",
        number=r"how many|how much(?! (?:longer|time))|how (?:high|tall|long|far|fast|big"
        r"|large|deep|heavy|wide)|(?:number|percentage|share|proportion|length|height) of"
        rf"|what (?:is|was) the (?:[\w'-]+ ){{0,5}}?{_MEASURED}"
        r"|(?:what|which) (?:percentage|proportion|share|speed|height|depth|distance)",
        person=r"^\W*(?:(?:by|to|for|with|from|against) )?(?:who|whom|whose)",
        place=r"where",
        role=r"(?P<which>[^\W\d_]+) (?:officer|minister|secretary|director|manager|editor|justice"
        r"|judge|prosecutor|attorney|spokes(?:man|woman|person)|coach|producer|adviser|advisor"
        r"|executive"
        r"|commissioner|ambassador|correspondent|president|chief)s?",
        no_office=r"the|a|an|its|his|her|their|our|new|former|ex|old|current|then|acting|late|next"
        r"|first|last|present|outgoing|incoming|interim|longtime|young|of|and|or|is|was|as|named"
        r"|became|becomes|appointed|elected|said|says|by|for|with|to|whose|that|this",
        name=r"names? of|(?:what|how) (?:is|was|are|were) .*(?:called|named)|what (?:is"
        r"|was) the (?:\w+ )?name",
        number_words=r"(?:a |an )?(?:couple|few|dozens?|hundreds?|thousands?|millions?|billions?"
        r"|half|third|quarter|several|none|no|nobody|single|both|zero|one|two|three|four|five|six"
        r"|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
        r"|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ]\w+)?)",
        count=r"how many|number of",
        measures=r"days?|weeks?|months?|years?|hours?|hrs?|minutes?|mins?|seconds?|miles?|km"
        r"|kilomet\w+|met(?:er|re)s?|feet|foot|ft|inch(?:es)?|acres?|hectares?|tons?"
        r"|tonnes?|kg|kilos?|kilograms?|pounds?|dollars?|euros?|pence|cents|per ?cent"
        r"|degrees?|mph|[ap]\.?m",
        no_age=r"(?:for|over|since|last|past|next|every|within|during|than|to) (?:the |a "
        r"|about )?{n}"
        r"[ -](?:years?|months?|weeks?|days?)(?![ -]old| of age)"
        r"|{n}[ -](?:months?|weeks?|days?|hours?|minutes?|times?|points?|goals?|games?|per ?cent|%"
        r"|people|seats?|miles?|kilomet\w+|met(?:er|re)s?|feet|votes?)(?![ -]old| of age)"
        r"|{n}[ -]years? (?:ago|later|earlier|after|before|in (?:prison|jail|office|power)"
        r"|behind bars"
        r"|of (?:prison|jail|service|experience))|{n} ?%",
        examples={
            "name": "what is the name of the bridge",
            "money": "how much did the bridge cost",
            "age": "how old is the bridge",
            "number": "how many people crossed the bridge",
            "person": "who built the bridge",
            "place": "where is the bridge",
        },
    ),
    temporal=TemporalCues(
        before=rf"(?:{_PRESS}(?: (?:that )?(?:were |was )?\w+ed)?|"
        rf"(?:{_PRESS}{FEW_WORDS}|^)(?:published|dated)|"
        rf"{_PRESS} (?:say|says|said|report|reported|write|wrote))"
        r"(?: (?:from|of|in|on|for|during|between))?(?: the)?",
        opened=rf"(?:what|how|which|who).*\b{_PRESS}\b",
        single=r"article|report|story|dispatch|analysis",
        joined=r"and|or|to|and (?:on|in|of|from)",
        as_of=r"as of|as at|as known on|known by",
        latest=r"latest|most recent(?:ly)?|newest|today|currently|at the moment|right now|"
        r"these days|nowadays|up to date|up-to-date|at present|at the present time|"
        rf"(?<!until )(?<!till )now(?! (?:that|and then))|present-day|{_SO_FAR}|"
        # Not of accounts and rivers, nor of a unit of time, which is a time.
        r"(?<!ocean )(?<!river )(?<!electric )(?<!direct )(?<!alternating )current"
        r"(?= [\w'])(?! (?:accounts?|affairs|events?|assets|liabilities|day|week|weekend|month|"
        r"quarter|season|year|decade|century|of|in|through|from|at|flows?|is|was|that)\b)|"
        rf"(?:last|present)(?: [\w-]+){{0,2}} {_COUNTED}(?! (?:of (?:the|a) (?:year|month|week|"
        r"century|war)))|last known|last word|"
        # "Is he still mayor", "who still owns it"; not what was still so.
        r"(?:is|isn't|are|aren't|am|does|doesn't|do|don't|has|hasn't|have|haven't|can|can't)"
        r"(?: [\w'-]+){0,8}? still(?! (?:life|lifes|births?|waters?)\b)|"
        r"(?:who|which|what)(?: \w+){0,3} still (?!\w+ed\b|was\b|were\b|had\b)",
        so_far=_SO_FAR,
        past=r"(?:was|were|did|had|(?:has|have)(?! to\b)|used to)(?!.* (?:scheduled|planned|"
        r"due|expected|supposed|meant|slated|set|to be|to have)\b)",
        future=r"will|won't|shall|\w+'ll|going to|(?:is|are)(?: [\w'-]+){0,6}? "
        r"(?:to be|due|set|expected|scheduled|planned|slated)",
        preposition=rf"(?:(?:according to|in|from) (?:the )?{_PRESS}(?: \w+ed)? ?)?"
        r"(?:from|of|in|on|for|during|between)?",
    ),
    follow_ups=FollowUpForms(
        opener=r"(?:(?:and|but|so|ok(?:ay)?),? )?(?:what|how) about|(?:and )?(?:the )?same"
        r"(?: question)? for|and|but|or|so|then|also",
        asking=r"who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has"
        r"|have|had|can|could|will|would|should",
        which=r"which|what|whose",
        light=r"by|for|from|of|to|in|on|not|did|else|much|many|long|old|often|soon|say|said|do",
        bare=r"why(?: not)?|when|where|who|how|how (?:much|many|long)|since when|until when"
        r"|by whom|which ones?",
        thing=r"it(?! (?:take|takes|took|common|possible|necessary|called|true|that|to|is)\b)"
        r"|its|they|them|their|theirs|(?:this|that|these|those)(?=\W*$)"
        r"|(?<=^is )(?:this|that)|(?<=^was )(?:this|that)|(?<=^does )(?:this|that)"
        r"|(?<=^did )(?:this|that)|(?<=^will )(?:this|that)",
        person=r"he|him|his|she|her|hers",
        noun=r"(?:the|a|an|this|these|those) \w[\w'-]*",
        noun_link=r" (?:of|on|against|in|for) (?:the )?",
        name_particles=r"of|the",
        preposition=r"for|in|on|at|by|from|to|of|with|against|since|until|before|after|about",
        possessive=r"['’]s",
    ),
    answers=AnswerTexts(
        finding="{date}: {quote} {numbers}",
        finding_with_value="{date}: {value} – {quote} {numbers}",
        yes="Yes",
        no="No",
        differing="The articles differ; the newest comes last.",
        step="{date}: {headline} {numbers}",
        earlier_steps="Before that",
        how="{value} ({how})",
        not_found="The corpus does not say.",
        closest="Closest, but not an answer",
        partly_indexed="So far, {articles} of {documents} articles can be searched, {embedded} "
        "of them by meaning.",
        partly_embedded="{embedded} of {articles} articles are searched by meaning so far.",
        nothing_matches="No article matches the filters.",
        no_question="Ask a question (who, what, when, where, how many), or name a subject.",
        corpus_spans="The corpus runs from {first} to {last}.",
        nearest="The nearest dates with matching articles: {dates}.",
        sources="Sources",
        also="also in {outlets}",
        updated="updated {date}",
        understood="Understood as: {question}",
        quote=("“", "”"),
        bounds={
            "since": "from {date}",
            "after": "after {date}",
            "until": "until {date}",
            "by": "by {date}",
            "before": "before {date}",
        },
        undated="undated",
        shifted=("{amount} before {date}", "{amount} after {date}"),
        workdays="{count} working days",
        denied="not on {date}",
        cancelled="{date}, cancelled",
        postponed="{date}, postponed",
        moved=("{date}, brought forward from {former}", "{date}, postponed from {former}"),
        planned="planned for {date}",
        over="{date}, already past",
        as_of="{value}, as of {date}",
        fiscal_year="fiscal {year}",
        fiscal_part="{part} of fiscal {year}",
        fiscal_parts={
            "quarter": ("first quarter", "second quarter", "third quarter", "fourth quarter"),
            "half-year": ("first half", "second half"),
        },
    ),
    page=PageTexts(
        code="en",
        tagline="Ask the archive: every answer quoted, sourced and dated.",
        ask="Ask",
        corpus="Corpus",
        chat="Questions and answers",
        welcome="What does the archive say, and when did it say it?",
        question="Your question",
        filters="Narrow down",
        filter_labels={
            "since": "Since",
            "until": "Until",
            "as_of": "As of",
            "sources": "Sources",
            "languages": "Languages",
        },
        filter_examples={"since": "last month", "as_of": "31 August 2020"},
        languages="Languages",
        known_on="What was known on",
        any_day="any day",
        labelled="{name}: {value}",
        remove="Remove: {what}",
        suggestions="Questions that the archive answers",
        export="Export the conversation",
        exported="Conversation of {date}",
        no_evidence="The passages that an answer quotes, in their articles.",
        failed="An error occurred on the server. Its log has the details.",
        stages={
            "searching": "Searching the archive …",
            "reading": "Reading the passages …",
            "writing": "The language model is writing …",
        },
        stop="Stop",
        stopped="Stopped.",
        answerer="Answers are",
        answerers={"generative": "written", "extractive": "quoted"},
        again="Ask again",
        edit="Edit",
        copy="Copy",
        helpful="Helpful",
        unhelpful="Not helpful",
        note="What was right or wrong about it? (optional)",
        note_sent="Noted.",
        send="Send",
        thanks="Thank you.",
        timeline="Timeline",
        published="published",
        spoken_of="mentioned",
        narrow="Drag over the timeline, or use the filters, to ask again about a period.",
        considered="Also considered",
        position="characters {start}–{end}",
        position_of="characters {start}–{end} of {total}",
        link="Link to this question",
        articles="articles",
        passages="passages",
        oldest="Oldest",
        newest="Newest",
        made="Last built",
        model="Model",
        size="Size",
        by_filter={"sources": "By source", "languages": "By language"},
        by_month="By month",
        by_evidence="By origin of the date",
        others="{count} others",
        browse="Articles",
        earlier="Older",
        later="Newer",
        nothing="No articles match.",
        page_of="{first}–{last} of {total}, newest first",
        upload="Add articles",
        upload_help="CSV, JSON, dated text and other archive formats; at most {size} each.",
        to_be_added="To be added: {count}",
        left_out="Left out: {count}",
        uploaded="{added} added, {changed} changed.",
        unchanged="Nothing new.",
        latest_on="What is the latest on {name}?",
        too_often="Too many questions from your address: please try again in {seconds} s.",
        too_large="The request is too large. If the conversation is long, clear it and ask again.",
        no_files="This server does not accept files.",
        stopping="The server is stopping: please try again in a moment.",
    ),
    articles=r"a|an|the",
    contractions=(
        (r"\b(?:on|for) (from|after|until|by|before)\b", r"\1"),
        (r"\bon (?=\d{4}\b|[A-Z][a-z]+ (?:\d{4}\b|–))", "in "),
        (r"\bon (?=\d\w\w quarter\b|(?:first|second|third|fourth|fiscal)\b)", "in "),
    ),
    not_names=r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June"
    r"|July|August|September|October|November|December|Mr|Mrs|Ms|I",
    examples=Examples(
        when="When does the ban take effect?",
        how_long="How long will the works last?",
        open="Is the bridge closed?",
        list="Which companies are banned?",
        other="Who signed the decree?",
        past="When was the decree signed?",
        future="When will the bridge open?",
        latest="What is the latest on the bridge?",
        now="Who is the mayor of the town now?",
        so_far="How many people have died so far?",
        last_of_all="Who was the last emperor of the country?",
        published="What do articles from August 2020 say of the bridge?",
        as_of="As of 31 August 2020, who owns the bridge?",
        mentioned="What happened in August 2020?",
        period="last week",
        follow_up=(
            "When does the ban take effect?",
            "and for WeChat?",
            "When does the ban take effect for WeChat?",
        ),
    ),
)
