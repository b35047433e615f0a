# Усе, що може прочитати учасник. Кажемо, хто що пише, і ніколи — чи це так.

## Відповіді
answered = Що пишуть статті
partly = Прямої відповіді немає. Найближчі уривки:
not-covered = У статтях про це не йдеться.
not-covered-hint = Запитання, на які вони відповідають:
more-passages = Ще уривки
mended = шукали «{ $searched }» замість «{ $asked }»
left-out = { $count ->
    [one] { $count } уривок пропущено: він задовгий для повідомлення. Відкрийте статтю, щоб прочитати його.
    [few] { $count } уривки пропущено: вони задовгі для повідомлення. Відкрийте статтю, щоб прочитати їх.
   *[other] { $count } уривків пропущено: вони задовгі для повідомлення. Відкрийте статтю, щоб прочитати їх.
}
passages-gone = { $count ->
    [one] { $count } уривка в статтях більше немає.
   *[other] { $count } уривків у статтях більше немає.
}

## Кнопки
button-more = Ще
button-context = Контекст
button-open = Відкрити статтю
button-previous = Назад
button-next = Далі
button-outline = Зміст
button-forget = Видалити мої запитання

## Читання
context = У контексті
summary = анотація
choose-paragraph = Виберіть абзац
unnamed-section = Початок
paragraphs = { $count ->
    [one] { $count } абзац
    [few] { $count } абзаци
   *[other] { $count } абзаців
}
place = абзац { $number } з { $total }
page = сторінка { $page } з { $pages }
articles = { $count ->
    [one] Проіндексовано { $count } статтю
    [few] Проіндексовано { $count } статті
   *[other] Проіндексовано { $count } статей
}
no-articles = Жодної статті не проіндексовано.
refreshed = оновлено { $when }
retelling = переказ іншими словами
sections-left-out = { $count ->
    [one] { $count } розділ пропущено: повідомлення було б задовгим.
    [few] { $count } розділи пропущено: повідомлення було б задовгим.
   *[other] { $count } розділів пропущено: повідомлення було б задовгим.
}

## Пошук
found = { $count ->
    [0] Нічого не знайдено
    [one] Знайдено { $count } абзац
    [few] Знайдено { $count } абзаци
   *[other] Знайдено { $count } абзаців
}
nothing-found-hint = Спробуйте менше слів, `OR` між ними або початок слова з `*`.
search-unreadable = Запит не вдалося прочитати
narrow-search = Запит задовгий, щоб гортати: скоротіть його, щоб побачити більше.

## Що не так у запиті; між зворотними апострофами — те, що пишеться однаково всіма мовами
mistake-empty = Запит порожній: напишіть слово, яке треба знайти.
mistake-unclosed-quote = Ці лапки не закрито: поставте другі `"` там, де фраза закінчується.
mistake-empty-phrase = У цій фразі немає слів: напишіть їх між лапками або приберіть лапки.
mistake-unclosed-group = Цю `(` не закрито: поставте `)` там, де група закінчується, або приберіть її.
mistake-unopened-group = Ця `)` нічого не закриває: приберіть її або поставте `(` раніше.
mistake-empty-group = Між цими дужками нічого немає: додайте слово або приберіть їх.
mistake-nothing-after = Після `{ $operator }` потрібне слово: додайте його або приберіть `{ $operator }`.
mistake-nothing-before = Перед `{ $operator }` потрібне слово: додайте його або напишіть малими літерами.
mistake-sign-alone = Цей `{ $operator }` стоїть окремо: поставте його впритул перед словом або візьміть у лапки.
mistake-only-nots = Тут лише те, що треба вилучити: додайте слово, яке треба знайти.
mistake-not-of-not = `NOT` від `NOT`: приберіть обидва, щоб знайти слово, або один, щоб його вилучити.
mistake-too-deep = Заглибоко: одне в одному може стояти щонайбільше { $most } дужок і `NOT`.
mistake-too-many-terms = Забагато слів: можна щонайбільше { $most }. Приберіть це й усе, що далі.
mistake-field = Поля { $name } немає: вживайте `section:`, `article:` або `publisher:` чи візьміть текст у лапки.
mistake-field-near = Поля { $name } немає: може, `{ $near }:`?
mistake-field-empty = Одразу після двокрапки в `{ $field }:` потрібне значення: слово або кілька слів у лапках.
mistake-misplaced-star = `*` ставиться лише в кінці окремого слова: переставте її або приберіть.
mistake-star-alone = Перед `*` потрібен початок слова.
mistake-no-letter = Тут немає ні літери, ні цифри, які можна шукати: приберіть це.

## Дні статей: без години
day = { $day } { $month ->
    [1] січня
    [2] лютого
    [3] березня
    [4] квітня
    [5] травня
    [6] червня
    [7] липня
    [8] серпня
    [9] вересня
    [10] жовтня
    [11] листопада
   *[12] грудня
} { $year }

## Пошук джерел
sources = Що пишуть статті про це повідомлення
sources-none = У повідомленні немає тверджень, які можна пошукати.
sources-unmentioned = у статтях про це не йдеться
claims-left-out = { $count ->
    [one] { $count } речення пропущено: повідомлення було б задовгим.
    [few] { $count } речення пропущено: повідомлення було б задовгим.
   *[other] { $count } речень пропущено: повідомлення було б задовгим.
}

## Що пішло не так
busy = Зараз відповідаємо на багато запитань. Спробуйте ще раз за мить.
slow-down = Запитань було багато. Запитайте знову { $when }.
not-allowed = Це можуть лише учасники з правом керувати сервером.
not-moderator = Це можуть лише модератори бота.
not-home = Це працює лише на домашньому сервері бота.
unreadable-message = Я не можу прочитати те повідомлення. Напишіть запитання поруч зі згадкою або виберіть **Застосунки → { command-find-sources }** у його меню.
mention-help = Напишіть запитання поруч зі згадкою, наприклад: @attaché хто що сказав? Докладніше: `/{ command-help }`.
gone = Цього абзацу в статтях більше немає. Запитайте ще раз.
changed = Стаття відтоді змінилася, і цей абзац також. Запитайте ще раз.
no-such-article = Такої статті немає. Перелік статей: `/{ command-articles }`.
no-such-section = У статті немає такого розділу чи абзацу. `/{ command-read }` без розділу покаже всі.
old-button = Ця кнопка з попередньої версії й більше не працює. Запитайте ще раз.
error = Щось зламалося в нас. Спробуйте ще раз; якщо не допоможе, повідомте модераторові цей номер: { $id }
thanks = Дякуємо, враховано.
vote-gone = Це запитання більше не зберігається, тому голос не враховано.
not-kept = Зараз це не вдалося записати. Спробуйте пізніше.
forgotten = Видалено: запитань — { $questions }, голосів — { $votes }.

## Довідка
help-title = Як запитувати attaché
help-ask = **/{ command-ask }** — запитайте своїми словами. Відповідь — дослівна цитата зі статей.
help-mention = **Згадайте мене** із запитанням або дайте відповідь на повідомлення зі згадкою. Відповідайте на мою відповідь, щоб запитати далі.
help-sources = **Застосунки → { command-find-sources }** у меню повідомлення показує, що пишуть статті про кожне його речення.
help-search = **/{ command-search }** — пошук для знавців: `"фраза"`, `OR`, `-без`, `початок*`, `section:назва`.
help-read = **/{ command-read }** — абзац на своєму місці. **/{ command-articles }** — що проіндексовано.
help-privacy = **/{ command-privacy }** — що про вас зберігається. **/{ command-about }** — що я таке.
help-marks = **Жирне** речення відповідає; знайдені слова __підкреслено__. Посилання відкриває статтю на цьому реченні.

## Про бота
about-title = Про бота attaché
about-what = Я відповідаю на запитання дослівними уривками зі статей із зазначенням джерела. Жодного речення відповіді я не пишу сам.
about-neutral = Я показую, що й ким написано, і ніколи не кажу, чи це правда.
about-miss = Я можу пропустити уривок або показати не той. Прочитайте його на своєму місці.
about-words = Я знаходжу уривки лише за словами.
about-meaning = Я знаходжу уривки за словами і за змістом, за допомогою мовної моделі { $model }: вона працює тут і нічого не пише.
about-indexed = { $articles ->
    [one] { $articles } стаття
    [few] { $articles } статті
   *[other] { $articles } статей
}, { $paragraphs ->
    [one] { $paragraphs } абзац
    [few] { $paragraphs } абзаци
   *[other] { $paragraphs } абзаців
}
about-version = версія { $version }

## Приватність
privacy-title = Приватність
privacy-questions = На запитання відповідаємо в пам’яті й не зберігаємо їх. Журнали рахують їх без тексту.
privacy-kept = { $days ->
    [one] Ваші запитання зберігаються { $days } день, замість імені — код із ключем. Лише він пов’язує їх із вами.
    [few] Ваші запитання зберігаються { $days } дні, замість імені — код із ключем. Лише він пов’язує їх із вами.
   *[other] Ваші запитання зберігаються { $days } днів, замість імені — код із ключем. Лише він пов’язує їх із вами.
}
privacy-messages = Повідомлення читаються лише там, де ви мене запитуєте або де відповідати дозволили модератори.
privacy-feedback = 👍 і 👎 зберігають, про який уривок ідеться, і ваш голос.
privacy-moderators = Модератори бота можуть читати запитання, на які у статтях немає відповіді, але не бачать, хто їх поставив.
privacy-nobody = Нічого нікому не передається.

## Команди: імена малими літерами без пробілів, від 1 до 32 знаків; описи від 1 до 100
command-ask = запитати
command-ask-description = Запитайте своїми словами; статті відповідять дослівно
command-ask-question = запитання
command-ask-question-description = Ваше запитання
command-ask-private = приватно
command-ask-private-description = Показати відповідь лише мені
command-search = пошук
command-search-description = Пошук для знавців: "фрази", OR, -без, початок*, section:назва
command-search-terms = слова
command-search-terms-description = Що знайти
command-read = читати
command-read-description = Прочитати абзац на своєму місці або дізнатися, що є у статті
command-read-article = стаття
command-read-article-description = Яка стаття
command-read-section = розділ
command-read-section-description = Який розділ або абзац; без нього — зміст статті
command-articles = статті
command-articles-description = Які статті проіндексовано та ким їх опубліковано
command-about = про-бота
command-about-description = Що це за бот і чим він не є
command-help = довідка
command-help-description = Як запитувати
command-privacy = приватність
command-privacy-description = Що про вас зберігається
command-find-sources = Знайти джерела
command-settings = налаштування
command-settings-description = Що attaché робить на цьому сервері
command-settings-show = показати
command-settings-show-description = Показати налаштування
command-settings-answer-in = відповідати-в
command-settings-answer-in-description = Відповідати на кожне запитання в каналі чи форумі
command-settings-answer-in-channel = канал
command-settings-answer-in-channel-description = Який канал чи форум
command-settings-stop-answering-in = не-відповідати-в
command-settings-stop-answering-in-description = Відповідати в каналі чи форумі лише на згадки
command-settings-stop-answering-in-channel = канал
command-settings-stop-answering-in-channel-description = Який канал чи форум
command-settings-language = мова
command-settings-language-description = Якою мовою відповідати на повідомлення
command-settings-language-language = мова
command-settings-language-language-description = Мова; без неї — мова запитання
command-settings-limit = обмеження
command-settings-limit-description = Скільки запитань може поставити учасник; без чисел — як звичайно
command-settings-limit-questions = запитань
command-settings-limit-questions-description = Стільки запитань
command-settings-limit-seconds = секунд
command-settings-limit-seconds-description = За стільки секунд
command-settings-moderators-channel = канал-модераторів
command-settings-moderators-channel-description = Де модератори дізнаються про зміни
command-settings-moderators-channel-channel = канал
command-settings-moderators-channel-channel-description = Який канал; без нього — жоден
command-questions = запитання
command-questions-description = Про що запитували учасники
command-questions-unanswered = без-відповіді
command-questions-unanswered-description = Показати, чого немає у статтях; нове зверху
command-questions-stats = статистика
command-questions-stats-description = Показати огляд останніх семи днів

## Settings
settings = Налаштування цього сервера
settings-answer = Відповідаю в каналах: { $channels }
settings-forums = Форуми: { $channels }
settings-none = немає
settings-language = Мова відповідей на повідомлення: { $language }
settings-language-auto = мова запитання
settings-limit = Обмеження: запитань { $questions } за { $seconds } с
settings-no-content = ⚠ Оператор бота не ввімкнув читання повідомлень: там поки немає відповідей. Згадки працюють.
settings-saved = Збережено.
settings-moderators = Канал модераторів: { $channel }
settings-moderators-here = Відтепер тут повідомляється, що змінили модератори і що чекає їхнього рішення.
settings-unwritable = Я не можу писати в { $channel }: дозвольте мені бачити його й надсилати там повідомлення із вбудованням і спробуйте знову. Нічого не змінилося.

## Запитання, для модераторів
questions-none = Розбирати нічого: на всі запитання знайшлася відповідь, або їх уже розібрано.
questions-unanswered = { $count ->
    [one] Немає у статтях: { $count } запитання
    [few] Немає у статтях: { $count } запитання
   *[other] Немає у статтях: { $count } запитань
}
questions-asked = { $count ->
    [one] поставлено { $count } раз, востаннє { $when }
    [few] поставлено { $count } рази, востаннє { $when }
   *[other] поставлено { $count } разів, востаннє { $when }
}
questions-handled-hint = ✓ позначає запитання розібраним; поставлене знову, воно повернеться
stats = { $days ->
    [one] Останній { $days } день
    [few] Останні { $days } дні
   *[other] Останні { $days } днів
}
stats-asked = { $count ->
    [one] **{ $count }** запитання
    [few] **{ $count }** запитання
   *[other] **{ $count }** запитань
}
stats-verdicts = 🟦 з відповіддю { $answered } · 🟨 частково { $partly } · 🟥 немає у статтях { $uncovered }
stats-articles = Показані для найбільшої кількості запитань: статті
stats-paragraphs = … і абзаци
stats-day = { $day }: запитань { $asked }; з відповіддю { $answered }, частково { $partly }, немає у статтях { $uncovered }

## Журнал і сповіщення, для модераторів
audit = Журнал змін: { $count ->
    [one] { $count } запис
    [few] { $count } записи
   *[other] { $count } записів
}
audit-empty = Нічого не змінювалося.
in-server = сервер { $id }
act-settings-set = Налаштування змінено
act-questions-handled = Запитання позначено розібраним
act-source-add = Джерело додано
act-source-remove = Джерело прибрано
act-index-refresh = Статті оновлено
act-index-rollback = Повернуто попередні статті
act-index-publish = Затриману зміну опубліковано
act-index-discard = Затриману зміну відхилено
act-data-delete-user = Запитання учасника видалено
act-denied = Спробу відхилено

## Індекс, для модераторів
not-done = Не зроблено: { $why }
index-title = Індекс
index-generation = **Покоління { $number }** · { $when } · { $who } · { $why }
index-none = Ще не опубліковано жодного покоління: відповіді беруться з текстів, заданих оператором. Перше створить `/{ command-index } { command-index-refresh }`.
nothing-recorded = Нічого не записується: { $why }
index-running = Розпочато: { $who }, { $when }:
index-failing = ⚠ `{ $source }` не вдається прочитати, разів поспіль: { $times }. { $why }
index-lacking = На сервері **{ $server }** мені бракує прав: { $missing }. [Надати їх](<{ $link }>) або додати моїй ролі.
permission-view-channel = Переглядати канали
permission-send-messages = Надсилати повідомлення
permission-send-in-threads = Надсилати повідомлення в гілках
permission-embed-links = Вбудовувати посилання
permission-read-history = Читати історію повідомлень
permission-create-threads = Створювати публічні гілки
index-next = наступна перевірка { $when }
index-last = Останнє оновлення: { $report }
index-history = Покоління
rollback-none = Такого покоління, до якого можна повернутися, немає. Список: `/{ command-index } { command-index-history }`.
rollback-confirm = Повернутися до покоління { $number }?
rollback-from = Зараз відповіді беруться з покоління { $number }; до нього можна буде повернутися.
rolled-back = Відповіді знову беруться з покоління { $number }.
discarded = Відхилено: { $articles }. Той самий текст більше не затримається.
button-publish = Опублікувати
button-discard = Відхилити
button-roll-back = Повернутися до { $number }
progress-beginning = з’ясовується, що робити
progress-looking = джерела: { $done } із { $of }
progress-comparing = тексти порівнюються
progress-indexing = абзаци: { $done } із { $of }
progress-checking = запис і перевірка
progress-publishing = публікація
refresh-published = Опубліковано покоління { $number }
refresh-preview = Перегляд: нічого не змінено
refresh-nothing = Нового покоління немає
refresh-no-sources = Перевіряти не було чого.
refresh-file = Увесь звіт — у файлі
replaces-briefing = замість переказу
failed-times = поспіль: { $times }
change-counts = абзаців додано: { $added }, прибрано: { $removed }, змінено: { $edited }
held-dropped = Не стало б абзаців: { $dropped } із { $of }.
held-retitled = Заголовок став би «{ $after }» замість «{ $before }».
held-gone = Статті не стало б: { $why }
held-rolled-back = Цей текст було відкликано відкотом.
held-replaced = Тепер затримано інший текст: нічого не вирішено. Ось він:
held-hint = До рішення лишається попередній текст.
fate-unchanged = без змін
fate-changed = змінено
fate-new = нове
fate-gone = зникло
fate-failed = не вдалося
fate-held = затримано
who-operator = оператор
who-schedule = розклад
source-there = Джерело з таким іменем або адресою вже є.
source-words-needed = Це стрічка: назвіть слова, одне з яких має бути в записі.
source-added = `{ $id }` додано. Перевірити зараз: `/{ command-index } { command-index-refresh } { command-index-refresh-source }:{ $id }`.
source-removed = `{ $id }` прибрано; його статті зникнуть під час наступного оновлення.
source-unknown = Модератори не додавали джерела `{ $id }`. Джерелами з налаштувань опікується оператор.
source-page = вебсторінка
source-feed = стрічка
source-folder = тека
source-file = файл
source-by-moderator = додано тут
source-articles = статей: { $count }
source-list-title = Джерела: { $count }
source-items = Стрічка; найновіших записів: { $count }
source-nothing-indexed = До індексу нічого не додано.
and-more = і ще { $count }

## Команди модераторів
command-index = індекс
command-index-description = З чого беруться відповіді
command-index-status = стан
command-index-status-description = Показати, з чого беруться відповіді й що чекає рішення
command-index-refresh = оновити
command-index-refresh-description = Перевірити джерела й опублікувати зміни
command-index-refresh-source = джерело
command-index-refresh-source-description = Лише це джерело або стаття
command-index-refresh-preview = перегляд
command-index-refresh-preview-description = Лише показати, що змінилося б
command-index-history = історія
command-index-history-description = Показати покоління, до яких можна повернутися
command-index-rollback = відкотити
command-index-rollback-description = Повернутися до попереднього покоління
command-index-rollback-generation = покоління
command-index-rollback-generation-description = Його номер; без нього — попереднє
command-index-publish = опублікувати
command-index-publish-description = Опублікувати затриману зміну
command-index-publish-article = стаття
command-index-publish-article-description = Цієї статті; без неї — усі
command-index-discard = відхилити
command-index-discard-description = Відмовитися від затриманої зміни
command-index-discard-article = стаття
command-index-discard-article-description = Цієї статті; без неї — усі
command-index-audit = журнал
command-index-audit-description = Показати, хто що зробив
command-source = джерело
command-source-description = Звідки беруться статті
command-source-add = додати
command-source-add-description = Додати вебсторінку або стрічку
command-source-add-url = адреса
command-source-add-url-description = Адреса сторінки або стрічки
command-source-add-id = імʼя
command-source-add-id-description = Коротке ім’я: a-z 0-9 - _ .
command-source-add-publisher = видавець
command-source-add-publisher-description = Хто видає
command-source-add-note = примітка
command-source-add-note-description = Один нейтральний рядок про видавця
command-source-add-language = мова
command-source-add-language-description = Мова тексту, наприклад en, ru, tr, az
command-source-add-every = кожні
command-source-add-every-description = Як часто перевіряти, наприклад 6h або 30m
command-source-add-words = слова
command-source-add-words-description = Для стрічки: слова через кому, одне з яких має бути в записі
command-source-remove = прибрати
command-source-remove-description = Прибрати додану тут сторінку або стрічку
command-source-remove-id = імʼя
command-source-remove-id-description = Його ім’я
command-source-list = список
command-source-list-description = Показати всі джерела
command-source-test = перевірити
command-source-test-description = Завантажити сторінку або стрічку й показати, що потрапило б до індексу; нічого не змінюється
command-source-test-url = адреса
command-source-test-url-description = Адреса сторінки або стрічки
