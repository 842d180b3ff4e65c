"""The language pack of Spanish."""

from __future__ import annotations

from qa.languages.claims.es import CLAIMS
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

_PRESS = press(
    "artículos|noticias|notas|crónicas|cables|despachos|informaciones|prensa|periódicos|diarios|"
    "medios"
)
_OPENING = r"^\W*(?:(?:a|de|desde|hasta|en|por|para|con|y) )?"
"""Start of a question, where an interrogative may lack its accent; elsewhere such a word joins
clauses."""
_ASKING = (
    r"qué|quién(?:es)?|cuál(?:es)?|cuándo|dónde|adónde|cómo|cuánt[oa]s?"
    rf"|{_OPENING}(?:que|quien(?:es)?|cual(?:es)?|cuando|donde|como|cuant[oa]s?)"
)
_VERB_FIRST = (
    r"está|están|estaba|estaban|es|son|fue|fueron|era|eran|será|serán|ha|han|había|habían|hay|hubo"
    r"|habrá|sigue|siguen|continúa|continúan|puede|pueden|podrá|podrán|debe|deben|tiene|tienen"
    r"|tenía|tuvo|va|van|iba|iban|quiere|quieren|existe|existen|\w{2,}(?:ó|aron|ieron|[aei]rán?)"
)
"""Verbs that open a yes-or-no question."""
_PERIOD = r"(?:fechas?|días?|semanas?|mes|meses|trimestres?|años?|siglos?|horas?|épocas?)"
_SO_FAR = (
    r"hasta (?:ahora|el momento|la fecha|hoy|el día de hoy)|por (?:ahora|el momento)|"
    r"de momento|al? día de hoy|a estas alturas"
)
_COUNTED = (
    r"(?:balances?|cifras?|recuentos?|conteos?|estimaci(?:ón|ones)|versi(?:ón|ones)|"
    r"edici(?:ón|ones)|encuestas?|sondeos?|previsi(?:ón|ones)|pronósticos?|informes?|reportes?|"
    r"censos?|estadísticas?|datos?|noticias?|informaci(?:ón|ones)|novedades|cotizaci(?:ón|ones)|"
    r"precios?|tasas?|marcador(?:es)?|estado|situación|partes?|hora)"
)
"""Nouns of values that change; with "último", a question asks for the newest value."""
_DAY = r"(?=(?:[a-záéíóúñ]+,? )?\d{1,2}(?:–\d{1,2})? de |\d\.)"
"""Lookahead for a day or a quarter, which takes an article, unlike a month or a year."""

_DEATHS = r"(?:último |nuevo )?balance(?: de (?:muertos|víctimas))?|muertos|víctimas|fallecidos"
_PERSON = (
    r"(?:juez|jueza|presidente|presidenta|gobernador|gobernadora|alcalde|alcaldesa|ministro|ministra"
    r"|primer ministro|primera ministra|canciller|rey|reina|jefe|jefa|director|directora|líder"
    r"|dirigente|capitán|capitana|entrenador|entrenadora|autor|autora|creador|creadora|inventor"
    r"|inventora|fundador|fundadora|artista|cantante|actor|actriz|atacante|asesino|asesina"
    r"|sospechoso|sospechosa|portavoz|abogado|abogada|vencedor|vencedora|ganador|ganadora|campeón"
    r"|campeona|propietario|propietaria|dueño|dueña|sucesor|sucesora|predecesor|predecesora"
    r"|arquitecto|arquitecta|piloto|conductor|conductora|organizador|organizadora|comandante)s?"
)
_NEWS = (
    r"(?:noticias?|novedad(?:es)?|informaci[oó]n(?:es)?|actualidad|actualizaci[oó]n(?:es)?|avances)"
)
_ABOUT = r"(?:sobre|con|en|de|del|acerca del?|respecto (?:a|al|del?)|a propósito del?|para)"
_THERE = r"(?:con|en|a|al|durante|entre|sobre|del?|por) "
_HAPPENED = (
    r"qu[eé] (?:pasó|paso|pasa|ocurrió|ocurre|sucedió|sucede|(?:ha|está|esta) (?:pasado|ocurrido"
    r"|sucedido|pasando|ocurriendo|sucediendo))"
)
_PLEASE = (
    r"(?:hay|tienes?|tienen|tiene usted|dime|dígame|dame|deme|cuáles son|cuál es|sabes|quiero"
    r"|qué|háblame)"
)
_ASKING_FIRST = (
    r"qué|que|quién(?:es)?|quien|cuál(?:es)?|cuándo|cuando|dónde|donde|cómo|como|por qué|cuánt\w+"
    r"|es|son|hay|fue|está|han?|las?|los|el|sin"
)
"""First words of other questions; a subject at the start of a question for news does not begin with
one of them."""

PACK = LanguagePack(
    code="es",
    locale="es_ES",
    endonym="Español",
    claims=CLAIMS,
    questions=QuestionCues(
        asking=rf"{_ASKING}|{_OPENING}(?:nombra|nombre|cita|cite|enumera|enumere|dime|diga|indica|"
        r"indique)|^\W*(?:(?:el|la) )?(?:fecha|nombres?|número|precio|edad|año) del?",
        when=rf"cuándo|{_OPENING}cuando|(?:qué|cuál(?: (?:es|fue|era|será))? (?:el|la)) {_PERIOD}"
        rf"|{_OPENING}que {_PERIOD}|{_OPENING}cual (?:es|fue|era|sera) (?:el|la) {_PERIOD}"
        r"|^\W*(?:(?:el|las?) )?(?:fechas?|año) (?:del?|en (?:que|las? que))",
        how_long=r"cu[aá]nto (?:tiempo|dur\w+|tard\w+|lleva\w*)|por cu[aá]nto tiempo",
        open=rf"^(?!.*(?<!\w)(?:{_ASKING})(?!\w))\W*(?:no )?(?:se |le |les )?(?:{_VERB_FIRST})(?= )"
        r"|(?:qué|^\W*que) (?:hay de nuevo|novedades|hay de|noticias)|^\W*(?:hay )?novedades"
        r"|^\W*(?:las )?[uú]ltimas (?:noticias|novedades)",
        list=r"cu[aá]les|quiénes|^\W*quienes|(?:qué|^\W*que) (?:otr[oa]s )?(?!\w+mos\b)\w{3,}[aeo]s"
        r"|^\W*(?:nombra|nombre|cita|cite|enumera|enumere) (?:a )?(?:los|las|todos|todas)",
        when_adverb=r"cu[aá]ndo",
    ),
    subjects=SubjectForms(
        forms=(
            (r"(?P<of>.+) fechas?(?P<what> del? .+)?", "cuándo {of}{what}"),
            (r"(?:las? )?fechas? (?P<of>.+)", "cuándo {of}"),
            (r"(?:el )?(?:coste|costo|precio|importe) del (?P<of>.+)", "cuánto cuesta el {of}"),
            (r"(?:el )?(?:coste|costo|precio|importe) de (?P<of>.+)", "cuánto cuesta {of}"),
            (
                rf"(?:el |los |las )?(?:{_DEATHS}) (?P<of>(?:en|del?|por|tras|a) .+)",
                "cuántas personas murieron {of}",
            ),
            (
                r"(?:los |las )?(?:número de )?heridos (?P<of>(?:en|del?|por|tras|a) .+)",
                "cuántas personas resultaron heridas {of}",
            ),
            (
                r"(?:la |las )?(?:causas?|motivos?|razón|razones) (?P<of>del? .+)",
                "cuál es la causa {of}",
            ),
            (rf"(?:el |la |los |las )?(?P<who>{_PERSON} .+)", "quién es {who}"),
            (r"(?:el )?(?:coste|costo|precio|importe) (?P<of>.+)", "cuánto cuesta {of}"),
            (rf"(?:el |los |las )?(?:{_DEATHS}) (?P<of>.+)", "cuántas personas murieron en {of}"),
            (r"(?:los |las )?heridos (?P<of>.+)", "cuántas personas resultaron heridas en {of}"),
            (
                (
                    r"(?:los |las )?(?P<who>pasajeros|habitantes|empleados|trabajadores"
                    r"|espectadores|turistas|soldados|escaños|votos|firmas) (?P<of>.+)"
                ),
                "cuántos {who} {of}",
            ),
            (r"(?:el )?lugar (?P<of>del? .+)", "cuál es el lugar {of}"),
        ),
        other="cuál es {subject}",
        no_question=r"(?:hola|buen[oa]s (?:días|tardes|noches)|saludos|adiós|hasta luego)"
        r"(?: a todos)?|(?:muchas )?gracias(?: por todo)?"
        r"|(?:para|parar|alto|sigue|siga|continúa|continúe|borra|borrar|otra vez|siguiente|volver"
        r"|salir|deshacer)(?: por favor)?|vale|ok|sí|no|prueba|ayuda",
        examples={
            "coste del puente": "cuánto cuesta el puente",
            "ganador de la votación": "quién es ganador de la votación",
            "longitud de los puentes": "cuál es longitud de los puentes",
            "derrumbe puente fecha": "cuándo derrumbe puente",
            "fecha derrumbe puente": "cuándo derrumbe puente",
        },
        greetings=("¡Hola!", "muchas gracias", "continúe"),
    ),
    news=NewsForms(
        forms=(
            rf"(?:{_HAPPENED})(?: (?:últimamente|recientemente|ahora))? {_THERE}(?P<subject>.+)",
            (
                rf"(?:{_PLEASE} )*(?:(?:las?|los|lo|algun[oa]s?|qué|que) )?"
                rf"(?:(?:últim|nuev|recient)\w+ )?(?:{_NEWS}|último)(?: recientes?)? {_ABOUT}"
                r" (?P<subject>.+)"
            ),
            (
                r"qu[eé] (?:hay|se sabe|se dice)(?: de nuevo)? (?:sobre|con|acerca del?|en|del?)"
                r" (?P<subject>.+)"
            ),
            r"qu[eé] (?:fue|ha sido|es) del? (?P<subject>.+)",
            r"(?:cómo|como) (?:va|van|sigue|siguen|marchan?|evolucionan?) (?P<subject>.+)",
            r"en qué (?:quedó|quedaron|está|están|anda) (?P<subject>.+)",
            rf"(?P<subject>(?!(?:{_ASKING_FIRST})\b).+?) (?:últimas )?{_NEWS}",
        ),
        closing=r"últimamente|recientemente|ahora|ahora mismo|hoy|actualmente|hasta ahora"
        r"|desde entonces",
        examples={
            "¿Qué pasó con el puente de Kestrel?": "el puente de Kestrel",
            "últimas noticias sobre el puente de Kestrel": "el puente de Kestrel",
            "¿Hay novedades del puente de Kestrel?": "puente de Kestrel",
            "qué ha ocurrido en el puente de Kestrel últimamente": "el puente de Kestrel",
            "puente de Kestrel noticias": "puente de Kestrel",
        },
        others=(
            "¿Cuál es la última versión de la aplicación?",
            "¿Qué pasó cuando cayó el puente?",
            "¿Quién presenta las noticias?",
        ),
    ),
    answer_types=AnswerTypeCues(
        money=r"cu[aá]nto dinero|cu[aá]nto (?:[\w-]+ ){0,12}?(?:cuestan?|costó|costar\w*|costado"
        r"|vale|valen|valía|pagó|pagar\w*|pagaron|pagado|gan[aó]|gastó|gastaron|gastado)|(?:precio|coste"
        r"|costo|importe|sueldo|salario|multa|fianza|rescate|deuda|valor) del?",
        age=r"(?:a )?qu[eé] edad|cu[aá]ntos años tien\w+|^\W*(?:la )?edad del?",
        number=r"cu[aá]nt[oa]s?(?! tiempo)|(?:número|porcentaje|longitud|altura) del?"
        r"|qué (?:porcentaje|proporción|velocidad|altura|profundidad|distancia)"
        r"|cuál es (?:la |el )?(?:población|magnitud|intensidad|tasa"
        r"|velocidad|temperatura|profundidad|anchura|peso|capacidad|participación)",
        person=r"^\W*(?:(?:por|a|de|para|con|contra) )?(?:quién(?:es)?|quien(?:es)?)",
        place=r"(?:a|de)?d[oó]nde",
        role=r"(?:direct(?:or|ora)|ministr[oa]|secretari[oa]|responsable|conseje(?:ro|ra)|jef[ea]"
        r"|fiscal|jue[zc]a?|redactora?|productora?|comisari[oa]|portavoz|president[ea]"
        r"|entrenadora?)(?:e?s)? (?:de(?:l| la| los| las)? )?(?P<which>[^\W\d_]+)",
        no_office=r"de|del|el|la|los|las|y|o|a|al|en|que|es|son|actual|saliente|nuev[oa]|elect[oa]"
        r"|adjunt[oa]|por|para|con|desde|dijo|dice|ha|fue|nombrad[oa]",
        name=r"nombres? del?|cómo se llama\w*|cuál es el nombre",
        number_words=r"decenas?|docenas?|centenar(?:es)?|cientos|miles|millar(?:es)?|mill[oó]n(?:es)?"
        r"|mitad|tercio|cuarto|varios|varias|ning[uú]n\w*|un[oa]?|dos|tres|cuatro|cinco|seis|siete"
        r"|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\w+|veint\w+|(?:treinta|cuarenta"
        r"|cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|mil)(?: \w+)?|\w*cient[oa]s",
        count=r"cu[aá]nt[oa]s|número de",
        measures=r"días?|semanas?|mes(?:es)?|años?|horas?|minutos?|segundos?|millas?|km|kilómetros?"
        r"|metros?|pies|hectáreas?|toneladas?|kg|kilos?|kilogramos?|dólares|euros?|pesetas?"
        r"|pesos?|céntimos|por ciento|grados",
        no_age=r"(?:durante|hace|desde hace|tras|en|por|cada|dentro de|después de) (?:más de "
        r"|casi |los )?"
        r"{n} años|{n} (?:meses|mes|semanas?|días?|horas?|minutos?|veces|puntos?|goles|partidos"
        r"|personas"
        r"|escaños|kilómetros|metros|votos|por ciento)(?! de edad)|{n} ?%|{n} años (?:después"
        r"|más tarde"
        r"|antes|atrás|de (?:cárcel|prisión|condena|mandato|servicio))",
        examples={
            "name": "¿cómo se llama el puente?",
            "money": "¿cuánto cuesta el puente?",
            "age": "¿qué edad tiene el puente?",
            "number": "¿cuántas personas cruzaron el puente?",
            "person": "¿quién construyó el puente?",
            "place": "¿dónde está el puente?",
        },
    ),
    temporal=TemporalCues(
        before=rf"(?:{_PRESS}(?: (?:que )?(?:se )?\w+(?:ad|id)[oa]s?)?|"
        rf"(?:{_PRESS}{FEW_WORDS}|^)(?:publicad|fechad|aparecid|difundid)[oa]s?|"
        rf"{_PRESS} (?:dicen?|decían?|dijeron|dijo|cuentan?|informan?|informaron|publican?|"
        r"publicaron|escriben?))"
        r"(?: (?:de|del|desde|en|durante|entre|a partir de|a partir del))?(?: (?:el|la|los))?",
        opened=rf"(?:qué|que|cómo|cuál|quién|cuánt[oa]s).*\b{_PRESS}\b",
        single=r"artículo|noticia|nota|reportaje|análisis|crónica|cable",
        joined=r"y|o|a|al|hasta|y (?:el|en|de|del)",
        as_of=r"a (?:la )?fecha del?(?: día)?|con fecha del?|hasta la fecha del?|"
        r"tal (?:y )?como se (?:conocía|sabía) el|(?:conocid|sabid)[oa]s? (?:hasta )?el|^\W*al",
        latest=rf"últim[oa]s? {_COUNTED}|ultim[oa]s? {_COUNTED}|"
        rf"{_COUNTED}(?: [\w-]+){{0,2}} más recientes?|(?:el|la|los|las|lo) más recientes?|"
        r"hoy|hoy en día|hoy día|actualmente|actual(?:es)?|en la actualidad|ahora(?: mismo)?|"
        r"en (?:este|estos) momentos?|en curso|novedades|"
        rf"(?:sigue|siguen|continúa|continúan|todavía|aún)(?! no\b)|{_SO_FAR}",
        so_far=_SO_FAR,
        past=r"fue|fueron|era|eran|hubo|ha|han|había|habían|estuvo|estaban?|tuvo|tuvieron|hizo|"
        r"dijo|dio|vino|puso|pudo|quiso|supo|trajo|(?-i:[a-zñáéíóú])\w*(?:ó|aron|eron)|"
        r"(?-i:[a-zñ])\w+aban?|(?:ten|hac|pod|deb|quer|sab|ven|dec|viv|exist)ían?",
        # In small letters: Teherán is no verb.
        future=r"(?:va|van) a (?:\w+(?:ar|er|ir|ír)(?:se)?|ir|ser|dar|ver)|"
        r"(?-i:[a-zñáéíóú])\w*(?:[aei]r|dr|rr|br)(?:á|án)",
        preposition=rf"(?:(?:según|en) (?:los |las |la )?{_PRESS}(?: \w+(?:ad|id)[oa]s?)? ?)?"
        r"(?:de|del|desde|en|el|durante|entre)?",
    ),
    follow_ups=FollowUpForms(
        opener=r"(?:(?:y|pero|vale|bien),? )?(?:qué (?:hay|pasa|ocurre|sucede|tal) "
        r"(?:de|con|sobre)(?: el| la| los| las|l)?)|(?:y )?lo mismo|y|e|pero|entonces|o",
        asking=_ASKING,
        which=r"qu[eé]|cu[aá]l(?:es)?|cu[aá]nt[oa]s?",
        light=r"es|son|fue|fueron|era|eran|está|están|estaba|estaban|ha|han|había|habían|sido|será"
        r"|serán|va|van|puede|pueden|debe|deben|tiene|tienen|se|no|le|les|me|de|del|por|en|a|al"
        r"|para|con|desde|hasta|tiempo|dijo|dice|dicen|mucho|más",
        bare=r"por ?qu[eé](?: no)?|cu[aá]ndo|d[oó]nde|qui[eé]n(?:es)?|c[oó]mo|cu[aá]nt[oa]s?"
        r"|cu[aá]nto tiempo|desde cu[aá]ndo|hasta cu[aá]ndo|por qui[eé]n|cu[aá]l(?:es)?",
        thing=r"lo(?! (?:que|de|del|más|mismo|cual|antes|mejor|peor|largo|menos)\b)"
        r"|(?:la|los|las)(?= (?:ha|han|había|habían|va|van)\b| \w+(?:ó|aron|ieron|aban?|rán?)\b)"
        r"|ello|eso|esto|aquello|éste|ésta|(?:este|esta|ese|esa)(?=\W*$)|sus?",
        person=r"él|ella|ellos|ellas|le(?= \w)",
        noun=r"(?:el |la |los |las |un |una |este |esta |estos |estas |ese |esa |del |al )"
        r"\w[\w'’-]*",
        noun_link=r" (?:de|del|contra|sobre|en|a) ?(?:el |la |los |las )?",
        name_particles=r"de|del|de la|de los|la",
        preposition=r"para|por|en|al?|con|contra|de|del|desde|hasta|antes del?|después del?|sobre"
        r"|según|tras|entre",
    ),
    answers=AnswerTexts(
        finding="{date}: {quote} {numbers}",
        finding_with_value="{date}: {value} – {quote} {numbers}",
        yes="Sí",
        no="No",
        differing="Los artículos difieren; el más reciente va al final.",
        step="{date}: {headline} {numbers}",
        earlier_steps="Antes",
        how="{value} ({how})",
        not_found="El corpus no lo dice.",
        closest="Lo más parecido, sin ser una respuesta",
        partly_indexed="Por ahora se puede buscar en {articles} de {documents} artículos, en "
        "{embedded} de ellos por el significado.",
        partly_embedded="Por ahora se busca por el significado en {embedded} de {articles} "
        "artículos.",
        nothing_matches="Ningún artículo cumple los filtros.",
        no_question="Haga una pregunta (quién, qué, cuándo, dónde, cuántos) o indique un tema.",
        corpus_spans="Fechas del corpus: {first} – {last}.",
        nearest="Fechas más cercanas con artículos: {dates}.",
        sources="Fuentes",
        also="también en {outlets}",
        updated="actualizado: {date}",
        understood="Entendido como: {question}",
        quote=("«", "»"),
        bounds={
            "since": "a partir de {date}",
            "after": "después de {date}",
            "until": "hasta {date}",
            "by": "a más tardar {date}",
            "before": "antes de {date}",
        },
        undated="sin fecha",
        shifted=("{amount} antes de {date}", "{amount} después de {date}"),
        workdays="{count} días hábiles",
        denied="no {date}",
        cancelled="{date}, cancelado",
        postponed="{date}, aplazado",
        moved=("{date}, adelantado desde {former}", "{date}, aplazado desde {former}"),
        planned="previsto para {date}",
        over="{date}, ya pasado",
        as_of="{value}, a fecha de {date}",
        fiscal_year="ejercicio {year}",
        fiscal_part="{part} del ejercicio {year}",
        fiscal_parts={
            "quarter": (
                "primer trimestre",
                "segundo trimestre",
                "tercer trimestre",
                "cuarto trimestre",
            ),
            "half-year": ("primer semestre", "segundo semestre"),
        },
    ),
    page=PageTexts(
        code="es",
        tagline="Pregunte al archivo: cada respuesta, con su cita, su fuente y su fecha.",
        ask="Preguntar",
        corpus="Corpus",
        chat="Preguntas y respuestas",
        welcome="¿Qué dice el archivo y cuándo lo dijo?",
        question="Su pregunta",
        filters="Acotar",
        filter_labels={
            "since": "Desde",
            "until": "Hasta",
            "as_of": "A fecha de",
            "sources": "Fuentes",
            "languages": "Idiomas",
        },
        filter_examples={"since": "el mes pasado", "as_of": "31 de agosto de 2020"},
        languages="Idiomas",
        known_on="Lo que se sabía el",
        any_day="cualquier día",
        labelled="{name}: {value}",
        remove="Quitar: {what}",
        suggestions="Preguntas que el archivo responde",
        export="Exportar la conversación",
        exported="Conversación del {date}",
        no_evidence="Los pasajes que cita una respuesta, dentro de sus artículos.",
        failed="Se ha producido un error en el servidor; su registro lo detalla.",
        stages={
            "searching": "Buscando en el archivo…",
            "reading": "Leyendo los pasajes…",
            "writing": "El modelo de lenguaje está escribiendo…",
        },
        stop="Detener",
        stopped="Detenido.",
        answerer="Las respuestas se",
        answerers={"generative": "redactan", "extractive": "citan"},
        again="Preguntar de nuevo",
        edit="Editar",
        copy="Copiar",
        helpful="Útil",
        unhelpful="No es útil",
        note="¿Qué estaba bien o mal? (opcional)",
        note_sent="Anotado.",
        send="Enviar",
        thanks="Gracias.",
        timeline="Cuándo se dijo",
        published="publicado",
        spoken_of="mencionado",
        narrow="Arrastre sobre la línea, o acote las fechas, para preguntar solo por ese periodo.",
        considered="También examinados",
        position="caracteres {start} a {end}",
        position_of="caracteres {start} a {end} de {total}",
        link="Enlace a esta pregunta",
        articles="artículos",
        passages="pasajes",
        oldest="El más antiguo",
        newest="El más reciente",
        made="Última creación",
        model="Modelo",
        size="Tamaño",
        by_filter={"sources": "Por fuente", "languages": "Por idioma"},
        by_month="Por mes",
        by_evidence="Según el origen de la fecha",
        others="{count} más",
        browse="Artículos",
        earlier="Anteriores",
        later="Posteriores",
        nothing="No hay artículos que coincidan.",
        page_of="{first} a {last} de {total}, del más reciente al más antiguo",
        upload="Añadir artículos",
        upload_help="CSV, JSON, textos con fecha y otros formatos; {size} como máximo cada uno.",
        to_be_added="Por añadir: {count}",
        left_out="Omitidos: {count}",
        uploaded="{added} añadidos, {changed} modificados.",
        unchanged="Nada nuevo.",
        latest_on="¿Cuáles son las últimas noticias sobre {name}?",
        too_often="Demasiadas preguntas desde su dirección: vuelva a intentarlo dentro de "
        "{seconds} s.",
        too_large="La petición es demasiado grande. Si la conversación es larga, bórrela y "
        "empiece de nuevo.",
        no_files="Aquí no se aceptan archivos.",
        stopping="El servidor se está deteniendo: vuelva a intentarlo en un momento.",
    ),
    articles=r"el|la|los|las|lo|un|una|unos|unas|del|al",
    # CLDR writes "jueves, 17 de septiembre"; newspapers, "jueves 17 de septiembre".
    date_rewrites=((r"(lunes|martes|miércoles|jueves|viernes|sábado|domingo), ", r"\1 "),),
    contractions=(
        (rf"(?<=a partir de ){_DAY}|(?<=después de ){_DAY}|(?<=antes de ){_DAY}", "el "),
        (r"(?<=partir de) el |(?<=después de) el |(?<=antes de) el ", "l "),
        (rf"^hasta {_DAY}", "hasta el "),
        (rf"^a más tardar {_DAY}", "a más tardar el "),
        (r"^a más tardar (?!el )", "a más tardar en "),
        (rf"(?:(?<=^no )|(?<=^previsto para )|(?<=o desde )){_DAY}", "el "),
        (r"^no (?=(?:[a-z]+ de )?\d{4}$)", "no en "),
        (r"^previsto para (?=a partir|después|hasta|a más|antes)", "previsto "),
    ),
    not_names=r"Sr|Sra|Srta|Dr|Dra|Don|Doña",
    examples=Examples(
        when="¿Cuándo entra en vigor la prohibición?",
        how_long="¿Cuánto tiempo durarán las obras?",
        open="¿Está cerrado el puente?",
        list="¿Qué empresas están prohibidas?",
        other="¿Quién firmó el decreto?",
        past="¿Cuándo se firmó el decreto?",
        future="¿Cuándo reabrirá el puente?",
        latest="¿Cuáles son las últimas noticias del puente?",
        now="¿Quién es ahora el alcalde de la ciudad?",
        so_far="¿Cuántas personas han muerto hasta ahora?",
        last_of_all="¿Quién fue el último emperador del país?",
        published="¿Qué dicen los artículos de agosto de 2020 sobre el puente?",
        as_of="A fecha de 31 de agosto de 2020, ¿de quién es el puente?",
        mentioned="¿Qué pasó en agosto de 2020?",
        period="principios de agosto de 2020",
        follow_up=(
            "¿Cuándo entra en vigor la prohibición?",
            "¿y para WeChat?",
            "¿Cuándo entra en vigor la prohibición para WeChat?",
        ),
    ),
)
