# Всё, что может прочитать участник. Говорим, кто что пишет, и никогда — так ли это.

## Ответы
answered = Что пишут статьи
partly = Прямого ответа нет. Ближайшие отрывки:
not-covered = В статьях об этом не говорится.
not-covered-hint = Вопросы, на которые они отвечают:
more-passages = Ещё отрывки
mended = искали «{ $searched }» вместо «{ $asked }»
left-out = { $count ->
    [one] { $count } отрывок опущен: он слишком длинный для сообщения. Откройте статью, чтобы прочитать его.
    [few] { $count } отрывка опущены: они слишком длинные для сообщения. Откройте статью, чтобы прочитать их.
   *[other] { $count } отрывков опущено: они слишком длинные для сообщения. Откройте статью, чтобы прочитать их.
}
passages-gone = { $count ->
    [one] { $count } отрывка в статьях больше нет.
   *[other] { $count } отрывков в статьях больше нет.
}

## Кнопки
button-more = Ещё
button-context = Контекст
button-open = Открыть статью
button-previous = Назад
button-next = Дальше
button-outline = Содержание
button-forget = Удалить мои вопросы

## Чтение
context = В контексте
summary = аннотация
choose-paragraph = Выберите абзац
unnamed-section = Начало
paragraphs = { $count ->
    [one] { $count } абзац
    [few] { $count } абзаца
   *[other] { $count } абзацев
}
place = абзац { $number } из { $total }
page = страница { $page } из { $pages }
articles = { $count ->
    [one] Проиндексирована { $count } статья
    [few] Проиндексированы { $count } статьи
   *[other] Проиндексировано { $count } статей
}
no-articles = Ни одна статья не проиндексирована.
refreshed = обновлено { $when }
retelling = пересказ другими словами
sections-left-out = { $count ->
    [one] { $count } раздел опущен: сообщение было бы слишком длинным.
    [few] { $count } раздела опущены: сообщение было бы слишком длинным.
   *[other] { $count } разделов опущено: сообщение было бы слишком длинным.
}

## Поиск
found = { $count ->
    [0] Ничего не найдено
    [one] Найден { $count } абзац
    [few] Найдены { $count } абзаца
   *[other] Найдено { $count } абзацев
}
nothing-found-hint = Попробуйте меньше слов, `OR` между ними или начало слова с `*`.
search-unreadable = Запрос не удалось прочитать
narrow-search = Запрос слишком длинный, чтобы листать: сократите его, чтобы увидеть больше.

## Что не так в запросе; между обратными апострофами — то, что пишется одинаково на всех языках
mistake-empty = Запрос пуст: напишите слово, которое нужно найти.
mistake-unclosed-quote = Эта кавычка не закрыта: поставьте вторую `"` там, где фраза кончается.
mistake-empty-phrase = В этой фразе нет слов: напишите их между кавычками или уберите кавычки.
mistake-unclosed-group = Эта `(` не закрыта: поставьте `)` там, где группа кончается, или уберите её.
mistake-unopened-group = Эта `)` ничего не закрывает: уберите её или поставьте `(` раньше.
mistake-empty-group = Между этими скобками ничего нет: добавьте слово или уберите их.
mistake-nothing-after = После `{ $operator }` нужно слово: добавьте его или уберите `{ $operator }`.
mistake-nothing-before = Перед `{ $operator }` нужно слово: добавьте его или напишите строчными буквами.
mistake-sign-alone = Этот `{ $operator }` стоит отдельно: поставьте его вплотную перед словом или возьмите в кавычки.
mistake-only-nots = Здесь только то, что нужно исключить: добавьте слово, которое нужно найти.
mistake-not-of-not = `NOT` от `NOT`: уберите оба, чтобы найти слово, или один, чтобы его исключить.
mistake-too-deep = Слишком глубоко: друг в друге может стоять не больше { $most } скобок и `NOT`.
mistake-too-many-terms = Слишком много слов: можно не больше { $most }. Уберите это и всё, что дальше.
mistake-field = Поля { $name } нет: используйте `section:`, `article:` или `publisher:` либо возьмите текст в кавычки.
mistake-field-near = Поля { $name } нет: может быть, `{ $near }:`?
mistake-field-empty = Сразу после двоеточия в `{ $field }:` нужно значение: слово или несколько слов в кавычках.
mistake-misplaced-star = `*` ставится только в конце отдельного слова: переставьте её или уберите.
mistake-star-alone = Перед `*` нужно начало слова.
mistake-no-letter = Здесь нет ни буквы, ни цифры, которые можно искать: уберите это.

## Дни статей: без часа
day = { $day } { $month ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
} { $year }

## Поиск источников
sources = Что пишут статьи об этом сообщении
sources-none = В сообщении нет утверждений, которые можно поискать.
sources-unmentioned = в статьях об этом не говорится
claims-left-out = { $count ->
    [one] { $count } предложение опущено: сообщение было бы слишком длинным.
    [few] { $count } предложения опущены: сообщение было бы слишком длинным.
   *[other] { $count } предложений опущено: сообщение было бы слишком длинным.
}

## Что пошло не так
busy = Сейчас отвечаем на много вопросов. Попробуйте ещё раз через мгновение.
slow-down = Вопросов было много. Спросите снова { $when }.
not-allowed = Это могут только участники с правом управлять сервером.
not-moderator = Это могут только модераторы бота.
not-home = Это работает только на домашнем сервере бота.
unreadable-message = Я не могу прочитать то сообщение. Напишите вопрос рядом с упоминанием или выберите **Приложения → { command-find-sources }** в его меню.
mention-help = Напишите вопрос рядом с упоминанием, например: @attaché кто что сказал? Подробнее: `/{ command-help }`.
gone = Этого абзаца в статьях больше нет. Спросите ещё раз.
changed = Статья с тех пор изменилась, и этот абзац тоже. Спросите ещё раз.
no-such-article = Такой статьи нет. Список статей: `/{ command-articles }`.
no-such-section = В статье нет такого раздела или абзаца. `/{ command-read }` без раздела покажет все.
old-button = Эта кнопка от прежней версии и больше не работает. Спросите ещё раз.
error = Что-то сломалось у нас. Попробуйте ещё раз; если не поможет, сообщите модератору этот номер: { $id }
thanks = Спасибо, учтено.
vote-gone = Этот вопрос больше не хранится, поэтому голос не учтён.
not-kept = Сейчас это не удалось записать. Попробуйте позже.
forgotten = Удалено: вопросов — { $questions }, голосов — { $votes }.

## Справка
help-title = Как спрашивать attaché
help-ask = **/{ command-ask }** — спросите своими словами. Ответ — дословная цитата из статей.
help-mention = **Упомяните меня** с вопросом или ответьте на сообщение с упоминанием. Ответьте на мой ответ, чтобы спросить дальше.
help-sources = **Приложения → { command-find-sources }** в меню сообщения показывает, что пишут статьи о каждом его предложении.
help-search = **/{ command-search }** — поиск для знатоков: `"фраза"`, `OR`, `-без`, `начало*`, `section:название`.
help-read = **/{ command-read }** — абзац на своём месте. **/{ command-articles }** — что проиндексировано.
help-privacy = **/{ command-privacy }** — что о вас хранится. **/{ command-about }** — что я такое.
help-marks = **Жирное** предложение отвечает; найденные слова __подчёркнуты__. Ссылка открывает статью на этом предложении.

## О боте
about-title = О боте attaché
about-what = Я отвечаю на вопросы дословными отрывками из статей с указанием источника. Ни одного предложения ответа я не пишу сам.
about-neutral = Я показываю, что и кем написано, и никогда не говорю, правда ли это.
about-miss = Я могу пропустить отрывок или показать не тот. Прочитайте его на своём месте.
about-words = Я нахожу отрывки только по словам.
about-meaning = Я нахожу отрывки по словам и по смыслу, с помощью языковой модели { $model }: она работает здесь и ничего не пишет.
about-indexed = { $articles ->
    [one] { $articles } статья
    [few] { $articles } статьи
   *[other] { $articles } статей
}, { $paragraphs ->
    [one] { $paragraphs } абзац
    [few] { $paragraphs } абзаца
   *[other] { $paragraphs } абзацев
}
about-version = версия { $version }

## Приватность
privacy-title = Приватность
privacy-questions = На вопросы отвечаем в памяти и не храним их. Журналы считают их без текста.
privacy-kept = { $days ->
    [one] Ваши вопросы хранятся { $days } день, вместо имени — код с ключом. Только он связывает их с вами.
    [few] Ваши вопросы хранятся { $days } дня, вместо имени — код с ключом. Только он связывает их с вами.
   *[other] Ваши вопросы хранятся { $days } дней, вместо имени — код с ключом. Только он связывает их с вами.
}
privacy-messages = Сообщения читаются только там, где вы меня спрашиваете или где отвечать разрешили модераторы.
privacy-feedback = 👍 и 👎 сохраняют, о каком отрывке речь, и ваш голос.
privacy-moderators = Модераторы бота могут читать вопросы, на которые в статьях нет ответа, но не видят, кто их задал.
privacy-nobody = Ничего никому не передаётся.

## Команды: имена строчными буквами без пробелов, от 1 до 32 знаков; описания от 1 до 100
command-ask = спросить
command-ask-description = Спросите своими словами; статьи ответят дословно
command-ask-question = вопрос
command-ask-question-description = Ваш вопрос
command-ask-private = лично
command-ask-private-description = Показать ответ только мне
command-search = поиск
command-search-description = Поиск для знатоков: "фразы", OR, -без, начало*, section:название
command-search-terms = слова
command-search-terms-description = Что найти
command-read = читать
command-read-description = Прочитать абзац на своём месте или узнать, что есть в статье
command-read-article = статья
command-read-article-description = Какая статья
command-read-section = раздел
command-read-section-description = Какой раздел или абзац; без него — содержание статьи
command-articles = статьи
command-articles-description = Какие статьи проиндексированы и кем они опубликованы
command-about = о-боте
command-about-description = Что это за бот и чем он не является
command-help = помощь
command-help-description = Как спрашивать
command-privacy = приватность
command-privacy-description = Что о вас хранится
command-find-sources = Найти источники
command-settings = настройки
command-settings-description = Что attaché делает на этом сервере
command-settings-show = показать
command-settings-show-description = Показать настройки
command-settings-answer-in = отвечать-в
command-settings-answer-in-description = Отвечать на каждый вопрос в канале или форуме
command-settings-answer-in-channel = канал
command-settings-answer-in-channel-description = Какой канал или форум
command-settings-stop-answering-in = не-отвечать-в
command-settings-stop-answering-in-description = Отвечать в канале или форуме только на упоминания
command-settings-stop-answering-in-channel = канал
command-settings-stop-answering-in-channel-description = Какой канал или форум
command-settings-language = язык
command-settings-language-description = На каком языке отвечать на сообщения
command-settings-language-language = язык
command-settings-language-language-description = Язык; без него — язык вопроса
command-settings-limit = ограничение
command-settings-limit-description = Сколько вопросов может задать участник; без чисел — как обычно
command-settings-limit-questions = вопросов
command-settings-limit-questions-description = Столько вопросов
command-settings-limit-seconds = секунд
command-settings-limit-seconds-description = За столько секунд
command-settings-moderators-channel = канал-модераторов
command-settings-moderators-channel-description = Где модераторы узнают о переменах
command-settings-moderators-channel-channel = канал
command-settings-moderators-channel-channel-description = Какой канал; без него — никакой
command-questions = вопросы
command-questions-description = О чём спрашивали участники
command-questions-unanswered = без-ответа
command-questions-unanswered-description = Показать, чего нет в статьях; новое сверху
command-questions-stats = статистика
command-questions-stats-description = Показать обзор последних семи дней

## Settings
settings = Настройки этого сервера
settings-answer = Отвечаю в каналах: { $channels }
settings-forums = Форумы: { $channels }
settings-none = нет
settings-language = Язык ответов на сообщения: { $language }
settings-language-auto = язык вопроса
settings-limit = Ограничение: вопросов { $questions } за { $seconds } с
settings-no-content = ⚠ Оператор бота не включил чтение сообщений: там пока нет ответов. Упоминания работают.
settings-saved = Сохранено.
settings-moderators = Канал модераторов: { $channel }
settings-moderators-here = Отныне здесь сообщается, что изменили модераторы и что ждёт их решения.
settings-unwritable = Я не могу писать в { $channel }: разрешите мне видеть его и отправлять там сообщения со встраиванием и попробуйте снова. Ничего не изменилось.

## Вопросы, для модераторов
questions-none = Разбирать нечего: на все вопросы нашёлся ответ, или они уже разобраны.
questions-unanswered = { $count ->
    [one] Нет в статьях: { $count } вопрос
    [few] Нет в статьях: { $count } вопроса
   *[other] Нет в статьях: { $count } вопросов
}
questions-asked = { $count ->
    [one] задан { $count } раз, последний раз { $when }
    [few] задан { $count } раза, последний раз { $when }
   *[other] задан { $count } раз, последний раз { $when }
}
questions-handled-hint = ✓ отмечает вопрос разобранным; заданный снова, он вернётся
stats = { $days ->
    [one] Последний { $days } день
    [few] Последние { $days } дня
   *[other] Последние { $days } дней
}
stats-asked = { $count ->
    [one] **{ $count }** вопрос
    [few] **{ $count }** вопроса
   *[other] **{ $count }** вопросов
}
stats-verdicts = 🟦 с ответом { $answered } · 🟨 отчасти { $partly } · 🟥 нет в статьях { $uncovered }
stats-articles = Показаны для наибольшего числа вопросов: статьи
stats-paragraphs = … и абзацы
stats-day = { $day }: вопросов { $asked }; с ответом { $answered }, отчасти { $partly }, нет в статьях { $uncovered }

## Журнал и уведомления, для модераторов
audit = Журнал изменений: { $count ->
    [one] { $count } запись
    [few] { $count } записи
   *[other] { $count } записей
}
audit-empty = Ничего не изменялось.
in-server = сервер { $id }
act-settings-set = Настройки изменены
act-questions-handled = Вопрос отмечен разобранным
act-source-add = Источник добавлен
act-source-remove = Источник убран
act-index-refresh = Статьи обновлены
act-index-rollback = Возвращены прежние статьи
act-index-publish = Задержанное изменение опубликовано
act-index-discard = Задержанное изменение отклонено
act-data-delete-user = Вопросы участника удалены
act-denied = Попытка отклонена

## Индекс, для модераторов
not-done = Не сделано: { $why }
index-title = Индекс
index-generation = **Поколение { $number }** · { $when } · { $who } · { $why }
index-none = Ещё не опубликовано ни одного поколения: ответы берутся из текстов, заданных оператором. Первое создаст `/{ command-index } { command-index-refresh }`.
nothing-recorded = Ничего не записывается: { $why }
index-running = Начато: { $who }, { $when }:
index-failing = ⚠ `{ $source }` не удаётся прочитать, раз подряд: { $times }. { $why }
index-lacking = На сервере **{ $server }** мне не хватает прав: { $missing }. [Выдать их](<{ $link }>) или добавить моей роли.
permission-view-channel = Просматривать каналы
permission-send-messages = Отправлять сообщения
permission-send-in-threads = Отправлять сообщения в ветках
permission-embed-links = Встраивать ссылки
permission-read-history = Читать историю сообщений
permission-create-threads = Создавать публичные ветки
index-next = следующая проверка { $when }
index-last = Последнее обновление: { $report }
index-history = Поколения
rollback-none = Такого поколения, к которому можно вернуться, нет. Список: `/{ command-index } { command-index-history }`.
rollback-confirm = Вернуться к поколению { $number }?
rollback-from = Сейчас ответы берутся из поколения { $number }; к нему можно будет вернуться.
rolled-back = Ответы снова берутся из поколения { $number }.
discarded = Отклонено: { $articles }. Тот же текст больше не задержится.
button-publish = Опубликовать
button-discard = Отклонить
button-roll-back = Вернуться к { $number }
progress-beginning = выясняется, что делать
progress-looking = источники: { $done } из { $of }
progress-comparing = тексты сравниваются
progress-indexing = абзацы: { $done } из { $of }
progress-checking = запись и проверка
progress-publishing = публикация
refresh-published = Опубликовано поколение { $number }
refresh-preview = Просмотр: ничего не изменено
refresh-nothing = Нового поколения нет
refresh-no-sources = Проверять было нечего.
refresh-file = Весь отчёт — в файле
replaces-briefing = вместо пересказа
failed-times = подряд: { $times }
change-counts = абзацев добавлено: { $added }, убрано: { $removed }, изменено: { $edited }
held-dropped = Не стало бы абзацев: { $dropped } из { $of }.
held-retitled = Заголовок стал бы «{ $after }» вместо «{ $before }».
held-gone = Статьи не стало бы: { $why }
held-rolled-back = Этот текст был отозван откатом.
held-replaced = Теперь задержан другой текст: ничего не решено. Вот он:
held-hint = До решения остаётся прежний текст.
fate-unchanged = без изменений
fate-changed = изменено
fate-new = новое
fate-gone = пропало
fate-failed = не удалось
fate-held = задержано
who-operator = оператор
who-schedule = расписание
source-there = Источник с таким именем или адресом уже есть.
source-words-needed = Это лента: назовите слова, одно из которых должно быть в записи.
source-added = `{ $id }` добавлен. Проверить сейчас: `/{ command-index } { command-index-refresh } { command-index-refresh-source }:{ $id }`.
source-removed = `{ $id }` убран; его статьи уйдут при следующем обновлении.
source-unknown = Модераторы не добавляли источника `{ $id }`. Источниками из настроек ведает оператор.
source-page = веб-страница
source-feed = лента
source-folder = папка
source-file = файл
source-by-moderator = добавлен здесь
source-articles = статей: { $count }
source-list-title = Источники: { $count }
source-items = Лента; новейших записей: { $count }
source-nothing-indexed = В индекс ничего не добавлено.
and-more = и ещё { $count }

## Команды модераторов
command-index = индекс
command-index-description = Из чего берутся ответы
command-index-status = состояние
command-index-status-description = Показать, из чего берутся ответы и что ждёт решения
command-index-refresh = обновить
command-index-refresh-description = Проверить источники и опубликовать изменения
command-index-refresh-source = источник
command-index-refresh-source-description = Только этот источник или статья
command-index-refresh-preview = просмотр
command-index-refresh-preview-description = Только показать, что изменилось бы
command-index-history = история
command-index-history-description = Показать поколения, к которым можно вернуться
command-index-rollback = откатить
command-index-rollback-description = Вернуться к прежнему поколению
command-index-rollback-generation = поколение
command-index-rollback-generation-description = Его номер; без него — предыдущее
command-index-publish = опубликовать
command-index-publish-description = Опубликовать задержанное изменение
command-index-publish-article = статья
command-index-publish-article-description = Этой статьи; без неё — все
command-index-discard = отклонить
command-index-discard-description = Отказаться от задержанного изменения
command-index-discard-article = статья
command-index-discard-article-description = Этой статьи; без неё — все
command-index-audit = журнал
command-index-audit-description = Показать, кто что сделал
command-source = источник
command-source-description = Откуда берутся статьи
command-source-add = добавить
command-source-add-description = Добавить веб-страницу или ленту
command-source-add-url = адрес
command-source-add-url-description = Адрес страницы или ленты
command-source-add-id = имя
command-source-add-id-description = Короткое имя: a-z 0-9 - _ .
command-source-add-publisher = издатель
command-source-add-publisher-description = Кто издаёт
command-source-add-note = заметка
command-source-add-note-description = Одна нейтральная строка об издателе
command-source-add-language = язык
command-source-add-language-description = Язык текста, например en, ru, tr, az
command-source-add-every = каждые
command-source-add-every-description = Как часто проверять, например 6h или 30m
command-source-add-words = слова
command-source-add-words-description = Для ленты: слова через запятую, одно из которых должно быть в записи
command-source-remove = убрать
command-source-remove-description = Убрать добавленную здесь страницу или ленту
command-source-remove-id = имя
command-source-remove-id-description = Его имя
command-source-list = список
command-source-list-description = Показать все источники
command-source-test = проверить
command-source-test-description = Загрузить страницу или ленту и показать, что попало бы в индекс; ничего не меняется
command-source-test-url = адрес
command-source-test-url-description = Адрес страницы или ленты
