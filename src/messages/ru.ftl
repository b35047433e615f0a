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
forgotten = Удалено: вопросов – { $questions }, голосов – { $votes }.

## Справка
help-title = Как спрашивать attaché
help-ask = **/{ command-ask }** – спросите своими словами. Ответ — дословная цитата из статей.
help-mention = **Упомяните меня** с вопросом или ответьте на сообщение с упоминанием. Ответьте на мой ответ, чтобы спросить дальше.
help-sources = **Приложения → { command-find-sources }** в меню сообщения показывает, что пишут статьи о каждом его предложении.
help-search = **/{ command-search }** – поиск для знатоков: `"фраза"`, `OR`, `-без`, `начало*`, `section:название`.
help-read = **/{ command-read }** – абзац на своём месте. **/{ command-articles }** – что проиндексировано.
help-privacy = **/{ command-privacy }** – что о вас хранится. **/{ command-about }** – что я такое.
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
command-settings-limit-description = Сколько вопросов может задать участник
command-settings-limit-questions = вопросов
command-settings-limit-questions-description = Столько вопросов
command-settings-limit-seconds = секунд
command-settings-limit-seconds-description = За столько секунд

## Settings
settings = Настройки этого сервера
settings-answer = Отвечаю в каналах: { $channels }
settings-forums = Форумы: { $channels }
settings-none = нет
settings-language = Язык ответов на сообщения: { $language }
settings-language-auto = язык вопроса
settings-limit = Ограничение: вопросов { $questions } за { $seconds } с
settings-no-content = ⚠ Владелец бота не включил чтение сообщений: там пока нет ответов. Упоминания работают.
settings-saved = Сохранено.
