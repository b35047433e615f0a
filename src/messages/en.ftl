# Every sentence a member can read. Say who writes what; never say whether it is so.

## Answers
answered = What the articles say
partly = Not answered directly. Closest passages:
not-covered = The articles don’t cover this.
not-covered-hint = Questions they do cover:
more-passages = More passages
mended = searched for “{ $searched }” instead of “{ $asked }”
left-out = { $count ->
    [one] { $count } passage is left out: too long for one message. Open the article to read it.
   *[other] { $count } passages are left out: too long for one message. Open the article to read them.
}
passages-gone = { $count ->
    [one] { $count } passage is no longer in the articles.
   *[other] { $count } passages are no longer in the articles.
}

## Buttons
button-more = More
button-context = Context
button-open = Open article
button-previous = Previous
button-next = Next
button-outline = Outline
button-forget = Delete my questions

## Reading
context = In its place
summary = summary
choose-paragraph = Choose a paragraph
unnamed-section = Beginning
paragraphs = { $count ->
    [one] { $count } paragraph
   *[other] { $count } paragraphs
}
place = paragraph { $number } of { $total }
page = page { $page } of { $pages }
articles = { $count ->
    [one] { $count } article is indexed
   *[other] { $count } articles are indexed
}
no-articles = No article is indexed.
refreshed = refreshed { $when }
retelling = retold in other words
sections-left-out = { $count ->
    [one] { $count } section is left out: too long for one message.
   *[other] { $count } sections are left out: too long for one message.
}

## Search
found = { $count ->
    [0] Nothing found
    [one] { $count } paragraph found
   *[other] { $count } paragraphs found
}
nothing-found-hint = Try fewer words, `OR` between them, or the beginning of a word with `*`.
search-unreadable = The search cannot be read
narrow-search = This search is too long to be paged: shorten it to see more.

## What is wrong with a search; between backticks stands what is typed in every language
mistake-empty = The search is empty: write a word to find.
mistake-unclosed-quote = This quotation mark is never closed: write another `"` where the phrase ends.
mistake-empty-phrase = This phrase has no words: write some between the quotation marks, or remove them.
mistake-unclosed-group = This `(` is never closed: write `)` where the group ends, or remove it.
mistake-unopened-group = This `)` closes nothing: remove it, or write `(` before.
mistake-empty-group = Nothing stands between these parentheses: add a word, or remove them.
mistake-nothing-after = `{ $operator }` needs a word after it: add one, or remove `{ $operator }`.
mistake-nothing-before = `{ $operator }` needs a word before it: add one, or write it in small letters.
mistake-sign-alone = This `{ $operator }` stands alone: write it right before a word, without a blank, or put it in quotation marks.
mistake-only-nots = Only what to leave out stands here: add a word that must be found.
mistake-not-of-not = `NOT` of `NOT`: remove both to find the word, or one to leave it out.
mistake-too-deep = Nested too deep: { $most } parentheses or `NOT`s within each other are the most.
mistake-too-many-terms = Too many terms: { $most } are the most. Remove this one and what follows.
mistake-field = There is no field { $name }: use `section:`, `article:` or `publisher:`, or put the text in quotation marks.
mistake-field-near = There is no field { $name }: did you mean `{ $near }:`?
mistake-field-empty = `{ $field }:` needs a value right after the colon: a word, or several in quotation marks.
mistake-misplaced-star = `*` stands only at the end of a word of its own: move it, or remove it.
mistake-star-alone = `*` needs the beginning of a word before it.
mistake-no-letter = There is no letter or digit to look for here: remove it.

## Days: an article's, which have no hour
day = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }

## Find sources
sources = What the articles say on this message
sources-none = The message holds no claim to look up.
sources-unmentioned = the articles don’t mention this
claims-left-out = { $count ->
    [one] { $count } sentence is left out: too long for one message.
   *[other] { $count } sentences are left out: too long for one message.
}

## What goes wrong
busy = Many questions are being answered right now. Please try again in a moment.
slow-down = That was many questions. Please ask again { $when }.
not-allowed = Only members who may manage the server can do this.
not-moderator = Only the bot’s moderators can do this.
not-home = This works only in the bot’s home server.
unreadable-message = I can’t read that message. Write the question beside the mention, or use **Apps → { command-find-sources }** in its menu.
mention-help = Write your question beside the mention, as in: @attaché who said what? `/{ command-help }` tells more.
gone = That paragraph is no longer in the articles. Please ask again.
changed = The article has changed since then, and that paragraph with it. Please ask again.
no-such-article = No such article is indexed. `/{ command-articles }` lists those that are.
no-such-section = The article has no such section or paragraph. `/{ command-read }` without a section lists them.
old-button = This button comes from an older version and no longer works. Please ask again.
error = Something went wrong on our side. Please try again; if it stays so, tell a moderator this number: { $id }
thanks = Thank you, noted.
vote-gone = That question is no longer kept, so the vote could not be counted.
not-kept = This could not be written down just now. Please try again later.
forgotten = { $questions ->
    [one] Deleted: { $questions } question, { $votes ->
        [one] { $votes } vote
       *[other] { $votes } votes
    }.
   *[other] Deleted: { $questions } questions, { $votes ->
        [one] { $votes } vote
       *[other] { $votes } votes
    }.
}

## Help
help-title = Asking attaché
help-ask = **/{ command-ask }** – ask in your own words. The answer is quoted from the articles, word for word.
help-mention = **Mention me** with a question, or reply to a message and mention me. Reply to my answer to ask on.
help-sources = **Apps → { command-find-sources }** in a message’s menu shows what the articles say on each of its sentences.
help-search = **/{ command-search }** – expert search: `"a phrase"`, `OR`, `-without`, `begin*`, `section:name`.
help-read = **/{ command-read }** – a paragraph in its place. **/{ command-articles }** – what is indexed.
help-privacy = **/{ command-privacy }** – what is kept about you. **/{ command-about }** – what I am.
help-marks = The **bold** sentence answers; matched words are __underlined__. The link opens the article at that sentence.

## About
about-title = About attaché
about-what = I answer questions with excerpts from articles, word for word, each with its source. I write no sentence of an answer myself.
about-neutral = I show what is written and by whom. I never say whether it is true.
about-miss = I may miss a passage or show one that doesn’t answer. Please read it in its place.
about-words = I find passages by their words alone.
about-meaning = I find passages by their words and by what they mean, with the language model { $model }, which runs here and writes nothing.
about-indexed = { $articles ->
    [one] { $articles } article
   *[other] { $articles } articles
}, { $paragraphs ->
    [one] { $paragraphs } paragraph
   *[other] { $paragraphs } paragraphs
}
about-version = version { $version }

## Privacy
privacy-title = Privacy
privacy-questions = Your questions are answered in memory and not stored. Logs count them without their text.
privacy-kept = { $days ->
    [one] Your questions are kept for { $days } day, with a keyed code in place of your name. Only that code links them to you.
   *[other] Your questions are kept for { $days } days, with a keyed code in place of your name. Only that code links them to you.
}
privacy-messages = Messages are read only where you ask me or where moderators let me answer.
privacy-feedback = 👍 and 👎 store which passage was meant and your vote.
privacy-moderators = The bot’s moderators can read the questions that the articles did not cover, without who asked them.
privacy-nobody = Nothing is passed on to anyone.

## Commands: names are lower case without blanks, 1 to 32 characters; descriptions 1 to 100
command-ask = ask
command-ask-description = Ask in your own words; the articles answer, word for word
command-ask-question = question
command-ask-question-description = Your question
command-ask-private = private
command-ask-private-description = Show the answer only to me
command-search = search
command-search-description = Expert search: "phrases", OR, -without, begin*, section:name
command-search-terms = terms
command-search-terms-description = What to find
command-read = read
command-read-description = Read a paragraph in its place, or see what an article holds
command-read-article = article
command-read-article-description = Which article
command-read-section = section
command-read-section-description = Which section or paragraph; without it, what the article holds
command-articles = articles
command-articles-description = Which articles are indexed, and by whom they were published
command-about = about
command-about-description = What this bot is, and what it is not
command-help = help
command-help-description = How to ask
command-privacy = privacy
command-privacy-description = What is kept about you
command-find-sources = Find sources
command-settings = settings
command-settings-description = What attaché does in this server
command-settings-show = show
command-settings-show-description = Show the settings
command-settings-answer-in = answer-in
command-settings-answer-in-description = Answer every question asked in a channel or forum
command-settings-answer-in-channel = channel
command-settings-answer-in-channel-description = Which channel or forum
command-settings-stop-answering-in = stop-answering-in
command-settings-stop-answering-in-description = Answer in a channel or forum only when mentioned
command-settings-stop-answering-in-channel = channel
command-settings-stop-answering-in-channel-description = Which channel or forum
command-settings-language = language
command-settings-language-description = In which language messages are answered
command-settings-language-language = language
command-settings-language-language-description = The language; without it, the question’s
command-settings-limit = limit
command-settings-limit-description = How many questions a member may ask; with nothing given, the usual
command-settings-limit-questions = questions
command-settings-limit-questions-description = So many questions
command-settings-limit-seconds = seconds
command-settings-limit-seconds-description = In so many seconds
command-settings-moderators-channel = moderators-channel
command-settings-moderators-channel-description = Where moderators hear of what was changed
command-settings-moderators-channel-channel = channel
command-settings-moderators-channel-channel-description = Which channel; without it, none
command-questions = questions
command-questions-description = What members asked
command-questions-unanswered = unanswered
command-questions-unanswered-description = List what the articles did not cover, newest first
command-questions-stats = stats
command-questions-stats-description = Show the last seven days at a glance

## Settings
settings = Settings of this server
settings-answer = Answered in: { $channels }
settings-forums = Forums: { $channels }
settings-none = none
settings-language = Language of answers to messages: { $language }
settings-language-auto = the question’s
settings-limit = Limit: { $questions } questions in { $seconds } seconds
settings-no-content = ⚠ The bot’s operator has not switched on message content: nothing is answered there yet. Mentions work.
settings-saved = Saved.
settings-moderators = Moderators’ channel: { $channel }
settings-moderators-here = What moderators change, and what needs a decision of theirs, is told here from now on.
settings-unwritable = I cannot write in { $channel }: let me see it and send messages with embeds there, then try again. Nothing was changed.

## Questions, for moderators
questions-none = Nothing is left to handle: every question was covered or handled.
questions-unanswered = { $count ->
    [one] Not covered: { $count } question
   *[other] Not covered: { $count } questions
}
questions-asked = { $count ->
    [one] asked once, { $when }
   *[other] asked { $count } times, last { $when }
}
questions-handled-hint = ✓ marks a question as handled; asked again, it is back
stats = { $days ->
    [one] The last { $days } day
   *[other] The last { $days } days
}
stats-asked = { $count ->
    [one] **{ $count }** question
   *[other] **{ $count }** questions
}
stats-verdicts = 🟦 answered { $answered } · 🟨 partly { $partly } · 🟥 not covered { $uncovered }
stats-articles = Shown for the most questions: articles
stats-paragraphs = … and paragraphs
stats-day = { $day }: { $asked } asked; answered { $answered }, partly { $partly }, not covered { $uncovered }

## The audit record and notices, for moderators
audit = Record of changes: { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
audit-empty = Nothing has been changed.
in-server = server { $id }
act-settings-set = Settings changed
act-questions-handled = Question marked as handled
act-source-add = Source added
act-source-remove = Source removed
act-index-refresh = Articles refreshed
act-index-rollback = Earlier articles restored
act-index-publish = Held change published
act-index-discard = Held change discarded
act-data-delete-user = A member’s questions deleted
act-denied = Attempt denied

## The index, for moderators
not-done = Not done: { $why }
index-title = The index
index-generation = **Generation { $number }** · { $when } · { $who } · { $why }
index-none = No generation was published yet: answers come from the texts the operator configured. `/index refresh` makes the first.
nothing-recorded = Nothing is being recorded: { $why }
index-running = Begun by { $who } { $when }:
index-failing = ⚠ `{ $source }` failed { $times } times in a row: { $why }
index-lacking = In **{ $server }** I lack permissions: { $missing }. [Give them](<{ $link }>), or grant them to my role.
permission-view-channel = View Channels
permission-send-messages = Send Messages
permission-send-in-threads = Send Messages in Threads
permission-embed-links = Embed Links
permission-read-history = Read Message History
permission-create-threads = Create Public Threads
index-next = next look { $when }
index-last = Last refresh: { $report }
index-history = Generations
rollback-none = There is no such generation to go back to. `/index history` lists them.
rollback-confirm = Go back to generation { $number }?
rollback-from = Now generation { $number } is answered from; it stays to go back to.
rolled-back = Generation { $number } is answered from again.
discarded = Given up: { $articles }. The same text is not held again.
button-publish = Publish
button-discard = Discard
button-roll-back = Go back to { $number }
progress-beginning = finding out what to do
progress-looking = sources: { $done } of { $of }
progress-comparing = comparing the texts
progress-indexing = paragraphs: { $done } of { $of }
progress-checking = writing and checking
progress-publishing = publishing
refresh-published = Generation { $number } is published
refresh-preview = A preview: nothing was changed
refresh-nothing = No new generation
refresh-no-sources = There was nothing to look at.
refresh-file = The whole report is in the file
replaces-briefing = in place of the retelling
failed-times = in a row: { $times }
change-counts = paragraphs added: { $added }, removed: { $removed }, edited: { $edited }
held-dropped = { $dropped } of { $of } paragraphs would be gone.
held-retitled = The headline would be “{ $after }” instead of “{ $before }”.
held-gone = The article would be gone: { $why }
held-rolled-back = A rollback took this text back.
held-replaced = Another text is held by now: nothing was decided. This is the one:
held-hint = The old text stays until it is decided.
fate-unchanged = unchanged
fate-changed = changed
fate-new = new
fate-gone = gone
fate-failed = failed
fate-held = held
who-operator = the operator
who-schedule = the schedule
source-there = There is a source of this name or address already.
source-words-needed = This is a feed: name words, one of which an item must have.
source-added = `{ $id }` is added. `/index refresh source:{ $id }` looks at it now.
source-removed = `{ $id }` is removed; the next refresh takes its articles away.
source-unknown = No moderator added a source `{ $id }`. Those of the configuration are the operator’s.
source-page = web page
source-feed = feed
source-folder = folder
source-file = file
source-by-moderator = added here
source-articles = articles: { $count }
source-list-title = Sources: { $count }
source-items = A feed; its newest items: { $count }
source-nothing-indexed = Nothing was indexed.
and-more = and { $count } more

## Commands for moderators
command-index = index
command-index-description = What is answered from
command-index-status = status
command-index-status-description = Show what is answered from and what waits
command-index-refresh = refresh
command-index-refresh-description = Look at the sources and publish what changed
command-index-refresh-source = source
command-index-refresh-source-description = Only this source or article
command-index-refresh-preview = preview
command-index-refresh-preview-description = Only show what would change
command-index-history = history
command-index-history-description = List the generations that can be gone back to
command-index-rollback = rollback
command-index-rollback-description = Go back to an older generation
command-index-rollback-generation = generation
command-index-rollback-generation-description = Its number; the one before, unless given
command-index-publish = publish
command-index-publish-description = Publish a change that is held
command-index-publish-article = article
command-index-publish-article-description = Of this article; all of them, unless given
command-index-discard = discard
command-index-discard-description = Give a held change up
command-index-discard-article = article
command-index-discard-article-description = Of this article; all of them, unless given
command-index-audit = audit
command-index-audit-description = List who did what
command-source = source
command-source-description = Where articles come from
command-source-add = add
command-source-add-description = Add a web page or a feed
command-source-add-url = url
command-source-add-url-description = The page’s or feed’s address
command-source-add-id = id
command-source-add-id-description = A short name: a-z 0-9 - _ .
command-source-add-publisher = publisher
command-source-add-publisher-description = Who publishes it
command-source-add-note = note
command-source-add-note-description = One neutral line about the publisher
command-source-add-language = language
command-source-add-language-description = The language it is written in, as in en, ru, tr, az
command-source-add-every = every
command-source-add-every-description = How often to look, as in 6h or 30m
command-source-add-words = words
command-source-add-words-description = For a feed: words, one of which an item must have, with commas between
command-source-remove = remove
command-source-remove-description = Remove a page or feed that was added here
command-source-remove-id = id
command-source-remove-id-description = Its name
command-source-list = list
command-source-list-description = List all sources
command-source-test = test
command-source-test-description = Fetch a page or feed and show what would be indexed; nothing is
command-source-test-url = url
command-source-test-url-description = The page’s or feed’s address
