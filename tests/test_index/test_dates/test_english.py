"""What English news says of time; the sentences are made up for these tests."""

from __future__ import annotations

import pytest

from index.datatypes import Period
from index.dates.resolution import annotate

THURSDAY = "2020-09-17"
"""The day most of these sentences are said on."""

_Expected = list[tuple[str, str]]


def _found(sentence: str, reference: str) -> _Expected:
    mentions = annotate(sentence, "en", Period.parse(reference))
    return [(sentence[one.start : one.end], one.period.isoformat()) for one in mentions]


FIGURES = [
    ("The form is dated 12/25/2019.", THURSDAY, [("12/25/2019", "2019-12-25")]),
    ("The form is dated 03/04/2019.", THURSDAY, [("03/04/2019", "2019-03-04")]),
    ("A stamp reads 19/09/2020 in red.", THURSDAY, [("19/09/2020", "2020-09-19")]),
    ("The log ends on 2020-08-31.", THURSDAY, [("2020-08-31", "2020-08-31")]),
    (
        "Filed 2020-09-16T12:30:00Z by the clerk.",
        THURSDAY,
        [("2020-09-16T12:30:00Z", "2020-09-16")],
    ),
    ("The archive covers 2020-07 only.", THURSDAY, [("2020-07", "2020-07")]),
    ("It was stamped 9/14 at the gate.", THURSDAY, [("9/14", "2020-09-14")]),
]

WRITTEN = [
    ("She was born on 4 July 1976 in Leeds.", THURSDAY, [("4 July 1976", "1976-07-04")]),
    ("The towers fell on Sept. 11, 2001.", THURSDAY, [("Sept. 11, 2001", "2001-09-11")]),
    (
        "The pact was signed on Tuesday, September 15, 2020.",
        THURSDAY,
        [("Tuesday, September 15, 2020", "2020-09-15")],
    ),
    ("LONDON, Sept 17 (Newswire) - Rates stayed put.", THURSDAY, [("Sept 17", "2020-09-17")]),
    ("The talks began on 11 September.", THURSDAY, [("11 September", "2020-09-11")]),
    (
        "The tax was levied on the 3rd of March 2003.",
        THURSDAY,
        [("the 3rd of March 2003", "2003-03-03")],
    ),
    ("The bridge closed in March 2019.", THURSDAY, [("March 2019", "2019-03")]),
    ("The bridge closed in 1912.", THURSDAY, [("1912", "1912")]),
    ("In the year 1066, the king fell.", THURSDAY, [("the year 1066", "1066")]),
    ("He joined the club in '98.", THURSDAY, [("'98", "1998")]),
    ("The summer of '69 was hot.", THURSDAY, [("'69", "1969")]),
]

WEEKDAYS = [
    ("On Monday, the minister met the unions.", THURSDAY, [("Monday", "2020-09-14")]),
    ("Ministers will meet in Oslo on Monday.", THURSDAY, [("Monday", "2020-09-21")]),
    ("He died on Thursday aged 85.", THURSDAY, [("Thursday", "2020-09-17")]),
    ("The firm said on Wednesday it would cut jobs.", THURSDAY, [("Wednesday", "2020-09-16")]),
    ("The bank will report next Tuesday.", THURSDAY, [("next Tuesday", "2020-09-22")]),
    ("The vote took place last Friday.", THURSDAY, [("last Friday", "2020-09-11")]),
    (
        "The deal was struck on Tuesday last week.",
        THURSDAY,
        [("on Tuesday last week", "2020-09-08")],
    ),
    ("The vote is set for Friday next week.", THURSDAY, [("Friday next week", "2020-09-25")]),
    ("Saturday's match ended in a draw and ended badly.", THURSDAY, [("Saturday", "2020-09-12")]),
    ("Two men were held late on Friday.", THURSDAY, [("Friday", "2020-09-11")]),
    ("Since Monday, 20 have died.", THURSDAY, [("Since Monday", "2020-09-14/..")]),
    ("On Tuesday, 30 people were hurt.", THURSDAY, [("Tuesday", "2020-09-15")]),
]

TENSES = [
    # A verb of the past that does not end in -ed.
    ("The march on Sunday drew thousands.", THURSDAY, [("Sunday", "2020-09-13")]),
    ("Troops withdrew from the valley on Monday.", THURSDAY, [("Monday", "2020-09-14")]),
    (
        "The economy shrank between March and June.",
        THURSDAY,
        [("between March and June", "2020-03-01/2020-06-30")],
    ),
    ("The visitors beat Leeds on Sunday.", THURSDAY, [("Sunday", "2020-09-13")]),
    # "by" and "from" say nothing of when.
    ("He was killed by gunmen on Monday.", THURSDAY, [("Monday", "2020-09-14")]),
    ("A bill approved by deputies on Tuesday bans it.", THURSDAY, [("Tuesday", "2020-09-15")]),
    # What looks ahead.
    ("They agreed to meet on Monday.", THURSDAY, [("Monday", "2020-09-21")]),
    ("The pilots vowed to strike on Monday.", THURSDAY, [("Monday", "2020-09-21")]),
    ("The storm could hit the coast on Tuesday.", THURSDAY, [("Tuesday", "2020-09-22")]),
    ("The minister is due to speak on Saturday.", THURSDAY, [("Saturday", "2020-09-19")]),
    ("The match was postponed to Tuesday.", THURSDAY, [("Tuesday", "2020-09-22")]),
    ("The summit runs from 3 to 5 May.", THURSDAY, [("from 3 to 5 May", "2021-05-03/2021-05-05")]),
    ("The party plans a rally on Saturday.", THURSDAY, [("Saturday", "2020-09-19")]),
    # Words that are cues in other senses only.
    ("He unveiled plans on Monday to cut taxes.", THURSDAY, [("Monday", "2020-09-14")]),
    ("She won the French Open on Sunday.", THURSDAY, [("Sunday", "2020-09-13")]),
    ("The flight was delayed due to fog on Monday.", THURSDAY, [("Monday", "2020-09-14")]),
    ("Prime Minister May on Tuesday said no.", THURSDAY, [("Tuesday", "2020-09-15")]),
    ("The United team will train on Monday.", THURSDAY, [("Monday", "2020-09-21")]),
]

UNITS = [
    ("Exports fell sharply last month.", THURSDAY, [("last month", "2020-08")]),
    ("This year's budget shrank.", THURSDAY, [("This year", "2020")]),
    ("The law will change next year.", THURSDAY, [("next year", "2021")]),
    ("It rained last week.", THURSDAY, [("last week", "2020-W37")]),
    ("The week before last, he flew to Rome.", THURSDAY, [("The week before last", "2020-W36")]),
    ("The year before last was warmer.", THURSDAY, [("The year before last", "2018")]),
    ("The budget was passed yesterday.", THURSDAY, [("yesterday", "2020-09-16")]),
    ("They play tomorrow night.", THURSDAY, [("tomorrow night", "2020-09-18")]),
    ("Last night's game was off.", THURSDAY, [("Last night", "2020-09-16")]),
    (
        "This week and next month are busy.",
        THURSDAY,
        [("This week", "2020-W38"), ("next month", "2020-10")],
    ),
    ("In June last year, he resigned.", THURSDAY, [("June last year", "2019-06")]),
]

WEEKENDS = [
    ("Over the weekend, three died.", THURSDAY, [("the weekend", "2020-09-12/2020-09-13")]),
    ("He will play at the weekend.", THURSDAY, [("the weekend", "2020-09-19/2020-09-20")]),
    (
        "The weekend's violence shocked many.",
        "2020-09-14",
        [("The weekend", "2020-09-12/2020-09-13")],
    ),
    ("It rained last weekend.", THURSDAY, [("last weekend", "2020-09-12/2020-09-13")]),
    (
        "The weekend before last, he played golf.",
        THURSDAY,
        [("The weekend before last", "2020-09-05/2020-09-06")],
    ),
]

WINDOWS = [
    (
        "Over the past week, 12 people have died.",
        THURSDAY,
        [("the past week", "2020-09-10/2020-09-16")],
    ),
    (
        "In the past two years, rents have doubled.",
        THURSDAY,
        [("the past two years", "2018-09-17/2020-09-16")],
    ),
    (
        "Over the next three days, it will rain.",
        THURSDAY,
        [("the next three days", "2020-09-18/2020-09-20")],
    ),
    (
        "A ruling is expected within two weeks.",
        THURSDAY,
        [("within two weeks", "2020-09-17/2020-09-30")],
    ),
    (
        "The rest of the year looks grim.",
        THURSDAY,
        [("The rest of the year", "2020-09-17/2020-12-31")],
    ),
    (
        "Later this month, the pope will travel.",
        THURSDAY,
        [("Later this month", "2020-09-17/2020-09-30")],
    ),
    (
        "Earlier this week, he had denied it.",
        THURSDAY,
        [("Earlier this week", "2020-09-14/2020-09-16")],
    ),
]

WINDOWS_ENDING = [
    (
        "In the three months to June, joblessness rose.",
        THURSDAY,
        [("the three months to June", "2020-04-01/2020-06-30")],
    ),
    (
        "In the 12 months through August, prices rose.",
        THURSDAY,
        [("the 12 months through August", "2019-09-01/2020-08-31")],
    ),
    (
        "In the year to March, profit rose.",
        THURSDAY,
        [("the year to March", "2019-04-01/2020-03-31")],
    ),
    (
        "In the year ended March 31, sales rose.",
        THURSDAY,
        [("the year ended March 31", "2019-04-01/2020-03-31")],
    ),
    (
        "In the quarter ended June 30, sales fell.",
        THURSDAY,
        [("the quarter ended June 30", "2020-04-01/2020-06-30")],
    ),
    (
        "In the week ending September 12, claims fell.",
        THURSDAY,
        [("the week ending September 12", "2020-09-06/2020-09-12")],
    ),
]

RANGES = [
    (
        "Between 2010 and 2015, output doubled.",
        THURSDAY,
        [("Between 2010 and 2015", "2010-01-01/2015-12-31")],
    ),
    (
        "He led the party from January 2012 until May 2014.",
        THURSDAY,
        [("from January 2012 until May 2014", "2012-01-01/2014-05-31")],
    ),
    ("The festival took place July 4-6.", THURSDAY, [("July 4-6", "2020-07-04/2020-07-06")]),
    (
        "From 28 February to 3 March, trains stopped.",
        THURSDAY,
        [("From 28 February to 3 March", "2020-02-28/2020-03-03")],
    ),
    (
        "From 28 Dec 2019 to 3 Jan 2020, trains stopped.",
        THURSDAY,
        [("From 28 Dec 2019 to 3 Jan 2020", "2019-12-28/2020-01-03")],
    ),
    (
        "The fair will be held from Friday to Sunday.",
        THURSDAY,
        [("from Friday to Sunday", "2020-09-18/2020-09-20")],
    ),
    (
        "In the July-to-September period, sales fell.",
        "2020-10-20",
        [("July-to-September", "2020-07-01/2020-09-30")],
    ),
    ("January-March sales fell.", THURSDAY, [("January-March", "2020-01-01/2020-03-31")]),
    ("The painter (1950-2019) was born here.", THURSDAY, [("1950-2019", "1950-01-01/2019-12-31")]),
    ("They won the title in the 2019-20 season.", THURSDAY, [("2019-20", "2019-01-01/2020-12-31")]),
    ("They won the title in 2008/09.", THURSDAY, [("2008/09", "2008-01-01/2009-12-31")]),
    ("The 1914-18 war killed millions.", THURSDAY, [("1914-18", "1914-01-01/1918-12-31")]),
    ("On 5 and 6 May, trains did not run.", THURSDAY, [("5 and 6 May", "2020-05-05/2020-05-06")]),
    ("Trains did not run on May 5 and 6.", THURSDAY, [("May 5 and 6", "2020-05-05/2020-05-06")]),
    (
        "On 15 and 17 May, trains stopped.",
        THURSDAY,
        [("15", "2020-05-15"), ("17 May", "2020-05-17")],
    ),
]

OFFSETS = [
    ("The fire broke out three weeks ago.", THURSDAY, [("three weeks ago", "2020-W35")]),
    ("He moved away two years ago.", THURSDAY, [("two years ago", "2018")]),
    ("He came back two days ago.", THURSDAY, [("two days ago", "2020-09-15")]),
    (
        "Half a century ago, the river froze.",
        THURSDAY,
        [("Half a century ago", "1970-01-01/1979-12-31")],
    ),
    ("Half a decade ago, the river froze.", THURSDAY, [("Half a decade ago", "2015")]),
    ("Half a year ago, the shop closed.", THURSDAY, [("Half a year ago", "2020-03")]),
    ("Polls will open in two weeks.", THURSDAY, [("in two weeks", "2020-W40")]),
    (
        "A week before Christmas, the shop burned down.",
        THURSDAY,
        [("A week before Christmas", "2019-12-18")],
    ),
    ("Schools will open a week from Monday.", THURSDAY, [("a week from Monday", "2020-09-28")]),
    ("Schools will open a week from now.", THURSDAY, [("a week from now", "2020-W39")]),
    (
        "Shops will reopen the day after Christmas.",
        THURSDAY,
        [("the day after Christmas", "2020-12-26")],
    ),
    (
        "He fell ill on the eve of 4 July 2012.",
        THURSDAY,
        [("the eve of 4 July 2012", "2012-07-03")],
    ),
    (
        "She was hurt on 3 May 2019 and died two days later.",
        THURSDAY,
        [("3 May 2019", "2019-05-03"), ("two days later", "2019-05-05")],
    ),
    (
        "She was hurt on 3 May 2019. The next day, she died.",
        THURSDAY,
        [("3 May 2019", "2019-05-03"), ("The next day", "2019-05-04")],
    ),
    (
        "The law was signed on 5 March 2019 and took effect 30 days after its signature.",
        THURSDAY,
        [("5 March 2019", "2019-03-05"), ("30 days after", "2019-04-04")],
    ),
]

PARTS = [
    (
        "Prices are expected to rise early next year.",
        THURSDAY,
        [("early next year", "2021-01-01/2021-04-30")],
    ),
    ("In late August, the storm came.", THURSDAY, [("late August", "2020-08-16/2020-08-31")]),
    ("Talks will resume in mid-October.", THURSDAY, [("mid-October", "2020-10-11/2020-10-20")]),
    ("Mid-2019 was hot.", THURSDAY, [("Mid-2019", "2019-05-01/2019-08-31")]),
    (
        "At the beginning of the month the shop closed.",
        THURSDAY,
        [("the beginning of the month", "2020-09-01/2020-09-15")],
    ),
    (
        "Since the start of the year, shares have sunk.",
        THURSDAY,
        [("Since the start of the year", "2020-01-01/..")],
    ),
    (
        "At the end of last year, debt was high.",
        THURSDAY,
        [("the end of last year", "2019-09-01/2019-12-31")],
    ),
    ("By year-end, the rate should be 2%.", THURSDAY, [("By year-end", "../2020-12-31")]),
    ("Prices should fall by end-2021.", THURSDAY, [("by end-2021", "../2021-12-31")]),
    ("Output will recover by end-June.", THURSDAY, [("by end-June", "../2021-06-30")]),
    ("Late Thursday, the Senate passed the bill.", THURSDAY, [("Late Thursday", "2020-09-17")]),
]

NTH = [
    (
        "The first week of October was the wettest.",
        "2020-11-02",
        [("The first week of October", "2020-W40")],
    ),
    (
        "Polling day is the second Tuesday of November.",
        THURSDAY,
        [("the second Tuesday of November", "2020-11-10")],
    ),
    (
        "In the last three months of 2019, output fell.",
        THURSDAY,
        [("the last three months of 2019", "2019-10-01/2019-12-31")],
    ),
    (
        "In the final three months of 2019, output fell.",
        THURSDAY,
        [("the final three months of 2019", "2019-10-01/2019-12-31")],
    ),
    (
        "Snow fell on the last day of February.",
        THURSDAY,
        [("the last day of February", "2020-02-29")],
    ),
    ("The final week of August was wet.", THURSDAY, [("The final week of August", "2020-W35")]),
    # No number of days is given.
    ("In the closing days of 2019, a virus appeared.", THURSDAY, [("2019", "2019")]),
    ("In the last days of March 2018, it snowed.", THURSDAY, [("March 2018", "2018-03")]),
    ("Trading was thin in the week of April 10.", THURSDAY, [("the week of April 10", "2020-W15")]),
]

HOLIDAYS = [
    ("Markets will close early on Christmas Eve.", THURSDAY, [("Christmas Eve", "2020-12-24")]),
    ("The plane landed on Easter Sunday.", THURSDAY, [("Easter Sunday", "2020-04-12")]),
    ("Boxing Day 2019 was mild.", THURSDAY, [("Boxing Day 2019", "2019-12-26")]),
    ("The shops opened on Boxing Day.", THURSDAY, [("Boxing Day", "2019-12-26")]),
    ("Sales broke a record on Cyber Monday 2019.", THURSDAY, [("Cyber Monday 2019", "2019-12-02")]),
    ("The May Day rallies were held online.", THURSDAY, [("The May Day", "2020-05-01")]),
    (
        "The Labor Day weekend saw heavy traffic.",
        THURSDAY,
        [("Labor Day weekend", "2020-09-05/2020-09-07")],
    ),
    (
        "Memorial Day weekend 2019 was wet.",
        THURSDAY,
        [("Memorial Day weekend 2019", "2019-05-25/2019-05-27")],
    ),
    ("This Christmas will be quiet.", THURSDAY, [("This Christmas", "2020-12-25")]),
    ("Veterans Day 2018 was cold.", THURSDAY, [("Veterans Day 2018", "2018-11-11")]),
]

QUARTERS = [
    ("Revenue in Q3 2021 was flat.", "2022-01-10", [("Q3 2021", "2021-07-01/2021-09-30")]),
    (
        "Sales slumped in the fourth quarter of 2019.",
        THURSDAY,
        [("the fourth quarter of 2019", "2019-10-01/2019-12-31")],
    ),
    (
        "Profit rose 12% in the first quarter.",
        THURSDAY,
        [("the first quarter", "2020-01-01/2020-03-31")],
    ),
    ("Fourth-quarter profit fell.", "2021-01-28", [("Fourth-quarter", "2020-10-01/2020-12-31")]),
    (
        "Profit will rise in the first quarter.",
        "2020-12-10",
        [("the first quarter", "2021-01-01/2021-03-31")],
    ),
    (
        "Second-quarter 2020 output was weak.",
        THURSDAY,
        [("Second-quarter 2020", "2020-04-01/2020-06-30")],
    ),
    (
        "Sales fell in the second quarter of this year.",
        THURSDAY,
        [("the second quarter of this year", "2020-04-01/2020-06-30")],
    ),
    ("He reached the first quarter-final of his career.", THURSDAY, []),
]

HALVES = [
    (
        "The first half of 2020 saw a slump.",
        THURSDAY,
        [("The first half of 2020", "2020-01-01/2020-06-30")],
    ),
    (
        "Profits doubled in the second half of last year.",
        THURSDAY,
        [("the second half of last year", "2019-07-01/2019-12-31")],
    ),
    ("H1 2020 sales fell.", THURSDAY, [("H1 2020", "2020-01-01/2020-06-30")]),
    (
        "The first half of the 20th century was violent.",
        THURSDAY,
        [("The first half of the 20th century", "1900-01-01/1949-12-31")],
    ),
    (
        "The second half of the 1980s was a boom.",
        THURSDAY,
        [("The second half of the 1980s", "1985-01-01/1989-12-31")],
    ),
    (
        "The last quarter of the 19th century was a boom.",
        THURSDAY,
        [("The last quarter of the 19th century", "1875-01-01/1899-12-31")],
    ),
    (
        "It rained in the first half of June.",
        THURSDAY,
        [("the first half of June", "2020-06-01/2020-06-15")],
    ),
    ("They scored twice in the second half.", THURSDAY, []),
    ("He scored six in the first half of the season.", THURSDAY, []),
]

SEASONS = [
    ("The show will open in spring 2022.", THURSDAY, [("spring 2022", "2022-03-01/2022-05-31")]),
    ("Last fall, he enrolled at college.", THURSDAY, [("Last fall", "2019-09-01/2019-11-30")]),
    ("He may leave the club next summer.", THURSDAY, [("next summer", "2021-06-01/2021-08-31")]),
    ("This winter will be mild.", THURSDAY, [("This winter", "2020-12-01/2021-02-28")]),
    ("This summer was hot.", THURSDAY, [("This summer", "2020-06-01/2020-08-31")]),
    ("Over the winter, prices rose.", THURSDAY, [("the winter", "2019-12-01/2020-02-29")]),
    ("Throughout the summer, it rained.", THURSDAY, [("the summer", "2020-06-01/2020-08-31")]),
    ("The winter of 1978-79 was cold.", THURSDAY, [("winter of 1978-79", "1978-12-01/1979-02-28")]),
]

DECADES = [
    ("It was a hit in the 1990s.", THURSDAY, [("the 1990s", "1990-01-01/1999-12-31")]),
    ("The sixties were swinging.", THURSDAY, [("The sixties", "1960-01-01/1969-12-31")]),
    (
        "The nineteen-eighties were loud.",
        THURSDAY,
        [("The nineteen-eighties", "1980-01-01/1989-12-31")],
    ),
    (
        "The dams were built in the 1930s and '40s.",
        THURSDAY,
        [("the 1930s", "1930-01-01/1939-12-31"), ("'40s", "1940-01-01/1949-12-31")],
    ),
    (
        "In the 19th century, the town was a port.",
        THURSDAY,
        [("19th century", "1800-01-01/1899-12-31")],
    ),
    (
        "The twenty-first century began badly.",
        THURSDAY,
        [("twenty-first century", "2000-01-01/2099-12-31")],
    ),
    # An age, an aircraft.
    ("He is in his 40s.", THURSDAY, []),
    ("A woman in her early 30s was hurt.", THURSDAY, []),
    ("Two men in their thirties were held.", THURSDAY, []),
    ("The army sent T-90s and F-80s.", THURSDAY, []),
    # Before our era.
    ("In the 5th century BC, the city rose.", THURSDAY, []),
    ("In 1200 B.C., the city fell.", THURSDAY, []),
]

OPEN_ENDS = [
    ("He has lived in Paris since 2015.", THURSDAY, [("since 2015", "2015-01-01/..")]),
    ("Since March, the border has been shut.", THURSDAY, [("Since March", "2020-03-01/..")]),
    (
        "The work must be finished by the end of June.",
        "2020-03-02",
        [("by the end of June", "../2020-06-30")],
    ),
    ("Until Friday, the shops will stay closed.", THURSDAY, [("Until Friday", "../2020-09-18")]),
    ("He has until March to decide.", "2020-12-01", [("until March", "../2021-03-31")]),
    ("Before 1990, it was a state.", THURSDAY, [("Before 1990", "../1989-12-31")]),
    (
        "Before the 5th century, they had no script.",
        THURSDAY,
        [("Before the 5th century", "../0399-12-31")],
    ),
    ("He left after 2010.", THURSDAY, [("after 2010", "2011-01-01/..")]),
    (
        "They must leave no later than 31 December.",
        THURSDAY,
        [("no later than 31 December", "../2020-12-31")],
    ),
    (
        "The plant will open no earlier than 2024.",
        THURSDAY,
        [("no earlier than 2024", "2024-01-01/..")],
    ),
    (
        "Starting Monday, masks will be compulsory.",
        THURSDAY,
        [("Starting Monday", "2020-09-21/..")],
    ),
    # The event is on that day, not the text's own time before or after it.
    ("After Friday's attack, security was tight.", THURSDAY, [("Friday", "2020-09-11")]),
    ("Before the 2008 crisis, all was well.", THURSDAY, [("2008", "2008")]),
    ("After the 2016 election, he left politics.", THURSDAY, [("2016", "2016")]),
    # A state on a day, not one that begins then.
    ("As of Wednesday, 30 million had been infected.", THURSDAY, [("Wednesday", "2020-09-16")]),
    ("As of 1 September, 12 had died.", THURSDAY, [("1 September", "2020-09-01")]),
]

HOURS = [
    ("The storm will hit at 3 p.m. on Tuesday.", THURSDAY, [("Tuesday", "2020-09-22")]),
    (
        "He was shot at about 10:30 pm on Saturday night.",
        THURSDAY,
        [("Saturday night", "2020-09-12")],
    ),
    ("The office is open from 9 to 5.", THURSDAY, []),
    ("At 1930 GMT the ground shook.", THURSDAY, []),
    ("The blast happened at 2000 local time.", THURSDAY, []),
    ("Overnight on Friday, two missiles struck the port.", THURSDAY, [("Friday", "2020-09-11")]),
]

DURATIONS = [
    ("The siege lasted for three days.", THURSDAY, []),
    ("The court set a 45-day deadline.", THURSDAY, []),
    ("He has been in power for 20 years.", THURSDAY, []),
    ("The trial will last three days.", THURSDAY, []),
    ("It may last a month.", THURSDAY, []),
    ("For the third year in a row, it flooded.", THURSDAY, []),
    ("The phone line is staffed 24/7 by nurses.", THURSDAY, []),
]

NO_DATES = [
    ("May said she would not resign.", THURSDAY, []),
    ("Theresa May may leave in May.", THURSDAY, [("May", "2021-05")]),
    ("Thousands joined the march on the capital.", THURSDAY, []),
    ("The March of Dimes raised millions.", THURSDAY, []),
    ("The March for Life drew many.", THURSDAY, []),
    ("March's figures were weak.", THURSDAY, [("March", "2020-03")]),
    ("A March report found flaws.", THURSDAY, [("March", "2020-03")]),
    ("The March vote was close.", THURSDAY, [("March", "2020-03")]),
    ("A May poll showed a lead.", THURSDAY, [("May", "2020-05")]),
    ("They plan to march and may stay.", THURSDAY, []),
    ("He left in June and may return.", THURSDAY, [("June", "2020-06")]),
    ("Prices fell in April and May.", THURSDAY, [("April", "2020-04"), ("May", "2020-05")]),
    ("It rained on the last day of the trial.", THURSDAY, []),
    ("The city bid for the Winter Olympics.", THURSDAY, []),
    ("He sat in the sun.", THURSDAY, []),
    ("The Sun printed the story first.", THURSDAY, []),
    ("The spring in his step was gone.", THURSDAY, []),
    ("Sheffield Wednesday drew with Leeds.", THURSDAY, []),
    ("The Sunday Times printed the list.", THURSDAY, []),
    ("Jan Kowalski arrived.", THURSDAY, []),
    ("At the end of the day, it is a game.", THURSDAY, []),
    ("The day before the vote, the leaders debated.", THURSDAY, []),
    ("He died the day before.", THURSDAY, [("the day before", "2020-09-16")]),
    ("It took a second.", THURSDAY, []),
    ("For the second time, it rained.", THURSDAY, []),
    ("Some 1,500 people were moved.", THURSDAY, []),
    ("Around 2000 people took part.", THURSDAY, []),
    ("He won 2020 votes.", THURSDAY, []),
    ("In 2016 people voted.", THURSDAY, [("2016", "2016")]),
    ("Resolution 1973 authorised force.", THURSDAY, []),
    ("The survivors of Flight 1907 met.", THURSDAY, []),
    ("The vote was 51-49.", THURSDAY, []),
    ("The team lost 3-2 in Sunday's final.", THURSDAY, [("Sunday", "2020-09-13")]),
    ("About 4/5 of voters backed it.", THURSDAY, []),
    ("The boy is 5 1/2 years old.", THURSDAY, []),
    ("Call 020-7946-0018 now.", THURSDAY, []),
]

CASES = {
    "figures": FIGURES,
    "written": WRITTEN,
    "weekdays": WEEKDAYS,
    "tenses": TENSES,
    "units": UNITS,
    "weekends": WEEKENDS,
    "windows": WINDOWS,
    "windows ending": WINDOWS_ENDING,
    "ranges": RANGES,
    "offsets": OFFSETS,
    "parts": PARTS,
    "nth": NTH,
    "holidays": HOLIDAYS,
    "quarters": QUARTERS,
    "halves": HALVES,
    "seasons": SEASONS,
    "decades": DECADES,
    "open ends": OPEN_ENDS,
    "hours": HOURS,
    "durations": DURATIONS,
    "no dates": NO_DATES,
}


@pytest.mark.parametrize(
    ("sentence", "reference", "expected"),
    [
        pytest.param(*case, id=f"{family}: {case[0]}")
        for family, cases in CASES.items()
        for case in cases
    ],
)
def test_english(sentence: str, reference: str, expected: list[tuple[str, str]]) -> None:
    assert _found(sentence, reference) == expected
