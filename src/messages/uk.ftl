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
forgotten = Видалено: запитань – { $questions }, голосів – { $votes }.

## Довідка
help-title = Як запитувати attaché
help-ask = **/{ command-ask }** – запитайте своїми словами. Відповідь — дослівна цитата зі статей.
help-mention = **Згадайте мене** із запитанням або дайте відповідь на повідомлення зі згадкою. Відповідайте на мою відповідь, щоб запитати далі.
help-sources = **Застосунки → { command-find-sources }** у меню повідомлення показує, що пишуть статті про кожне його речення.
help-search = **/{ command-search }** – пошук для знавців: `"фраза"`, `OR`, `-без`, `початок*`, `section:назва`.
help-read = **/{ command-read }** – абзац на своєму місці. **/{ command-articles }** – що проіндексовано.
help-privacy = **/{ command-privacy }** – що про вас зберігається. **/{ command-about }** – що я таке.
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
command-settings-limit-description = Скільки запитань може поставити учасник
command-settings-limit-questions = запитань
command-settings-limit-questions-description = Стільки запитань
command-settings-limit-seconds = секунд
command-settings-limit-seconds-description = За стільки секунд

## Settings
settings = Налаштування цього сервера
settings-answer = Відповідаю в каналах: { $channels }
settings-forums = Форуми: { $channels }
settings-none = немає
settings-language = Мова відповідей на повідомлення: { $language }
settings-language-auto = мова запитання
settings-limit = Обмеження: запитань { $questions } за { $seconds } с
settings-no-content = ⚠ Власник бота не ввімкнув читання повідомлень: там поки немає відповідей. Згадки працюють.
settings-saved = Збережено.
