# Bir üyenin okuyabileceği her cümle. Kimin ne yazdığını söyler, doğru olup olmadığını asla.

## Yanıtlar
answered = Makaleler ne yazıyor
partly = Doğrudan bir yanıt yok. En yakın pasajlar:
not-covered = Makaleler bu konudan söz etmiyor.
not-covered-hint = Yanıtladıkları sorular:
more-passages = Diğer pasajlar
mended = “{ $asked }” yerine “{ $searched }” arandı
left-out = { $count ->
    [one] { $count } pasaj atlandı: bir mesaja sığmıyor. Okumak için makaleyi açın.
   *[other] { $count } pasaj atlandı: bir mesaja sığmıyor. Okumak için makaleyi açın.
}
passages-gone = { $count ->
    [one] { $count } pasaj artık makalelerde yok.
   *[other] { $count } pasaj artık makalelerde yok.
}

## Düğmeler
button-more = Daha fazla
button-context = Bağlam
button-open = Makaleyi aç
button-previous = Önceki
button-next = Sonraki
button-outline = İçindekiler
button-forget = Sorularımı sil

## Okuma
context = Bağlamında
summary = özet
choose-paragraph = Bir paragraf seçin
unnamed-section = Başlangıç
paragraphs = { $count ->
    [one] { $count } paragraf
   *[other] { $count } paragraf
}
place = paragraf { $number } / { $total }
page = sayfa { $page } / { $pages }
articles = { $count ->
    [one] { $count } makale dizinde
   *[other] { $count } makale dizinde
}
no-articles = Dizinde makale yok.
refreshed = son yenileme: { $when }
retelling = başka sözlerle anlatım
sections-left-out = { $count ->
    [one] { $count } bölüm atlandı: bir mesaja sığmıyor.
   *[other] { $count } bölüm atlandı: bir mesaja sığmıyor.
}

## Arama
found = { $count ->
    [0] Hiçbir şey bulunamadı
    [one] { $count } paragraf bulundu
   *[other] { $count } paragraf bulundu
}
nothing-found-hint = Daha az sözcük, aralarında `OR` ya da bir sözcüğün başını `*` ile deneyin.
search-unreadable = Arama okunamadı
narrow-search = Bu arama sayfalanamayacak kadar uzun: devamını görmek için kısaltın.

## Aramada yanlış olan; ters kesme imleri arasındakiler her dilde aynı yazılır
mistake-empty = Arama boş: bulunacak bir sözcük yazın.
mistake-unclosed-quote = Bu tırnak kapanmıyor: söz öbeğinin bittiği yere bir `"` daha koyun.
mistake-empty-phrase = Bu söz öbeğinde sözcük yok: tırnakların arasına yazın ya da tırnakları kaldırın.
mistake-unclosed-group = Bu `(` kapanmıyor: grubun bittiği yere `)` koyun ya da bunu kaldırın.
mistake-unopened-group = Bu `)` hiçbir şeyi kapatmıyor: kaldırın ya da öncesine `(` koyun.
mistake-empty-group = Bu ayraçların arası boş: bir sözcük ekleyin ya da ayraçları kaldırın.
mistake-nothing-after = `{ $operator }` sonrasında bir sözcük gerekir: ekleyin ya da `{ $operator }` kaldırın.
mistake-nothing-before = `{ $operator }` öncesinde bir sözcük gerekir: ekleyin ya da küçük harflerle yazın.
mistake-sign-alone = Bu `{ $operator }` tek başına duruyor: boşluk bırakmadan bir sözcüğün önüne koyun ya da tırnak içine alın.
mistake-only-nots = Burada yalnızca dışarıda bırakılacaklar var: bulunması gereken bir sözcük ekleyin.
mistake-not-of-not = `NOT` içinde `NOT`: sözcüğü bulmak için ikisini, dışarıda bırakmak için birini kaldırın.
mistake-too-deep = Çok derin: iç içe en çok { $most } ayraç ya da `NOT` olabilir.
mistake-too-many-terms = Çok fazla terim: en çok { $most } olabilir. Bunu ve sonrasını kaldırın.
mistake-field = { $name } diye bir alan yok: `section:`, `article:` ya da `publisher:` kullanın veya metni tırnak içine alın.
mistake-field-near = { $name } diye bir alan yok: `{ $near }:` mi demek istediniz?
mistake-field-empty = `{ $field }:` iki noktasından hemen sonra bir değer ister: bir sözcük ya da tırnak içinde birkaç sözcük.
mistake-misplaced-star = `*` yalnızca ayrı bir sözcüğün sonunda durur: yerini değiştirin ya da kaldırın.
mistake-star-alone = `*` öncesinde bir sözcüğün başı gerekir.
mistake-no-letter = Burada aranacak ne bir harf ne de bir rakam var: kaldırın.

## Makalelerin günleri: saatleri yoktur
day = { $day } { $month ->
    [1] Ocak
    [2] Şubat
    [3] Mart
    [4] Nisan
    [5] Mayıs
    [6] Haziran
    [7] Temmuz
    [8] Ağustos
    [9] Eylül
    [10] Ekim
    [11] Kasım
   *[12] Aralık
} { $year }

## Kaynak bulma
sources = Makaleler bu mesaj hakkında ne yazıyor
sources-none = Mesajda aranacak bir iddia yok.
sources-unmentioned = makaleler bundan söz etmiyor
claims-left-out = { $count ->
    [one] { $count } cümle atlandı: bir mesaja sığmıyor.
   *[other] { $count } cümle atlandı: bir mesaja sığmıyor.
}

## Sorunlar
busy = Şu anda çok sayıda soru yanıtlanıyor. Lütfen birazdan yeniden deneyin.
slow-down = Çok soru soruldu. Lütfen { $when } yeniden sorun.
not-allowed = Bunu yalnızca sunucuyu yönetebilen üyeler yapabilir.
not-moderator = Bunu yalnızca botun moderatörleri yapabilir.
not-home = Bu yalnızca botun ana sunucusunda çalışır.
unreadable-message = O mesajı okuyamıyorum. Soruyu benden bahsettiğiniz mesaja yazın ya da mesajın menüsünde **Uygulamalar → { command-find-sources }** seçin.
mention-help = Sorunuzu benden bahsettiğiniz mesaja yazın, örneğin: @attaché kim ne dedi? Daha fazlası: `/{ command-help }`.
gone = O paragraf artık makalelerde yok. Lütfen yeniden sorun.
changed = Makale o zamandan beri değişti, o paragraf da. Lütfen yeniden sorun.
no-such-article = Böyle bir makale yok. Olanları `/{ command-articles }` listeler.
no-such-section = Makalede böyle bir bölüm ya da paragraf yok. Bölümsüz `/{ command-read }` hepsini listeler.
old-button = Bu düğme eski bir sürümden ve artık çalışmıyor. Lütfen yeniden sorun.
error = Bizde bir şeyler ters gitti. Lütfen yeniden deneyin; sürerse bir moderatöre bu numarayı verin: { $id }
thanks = Teşekkürler, kaydedildi.
vote-gone = O soru artık saklanmıyor, bu yüzden oy sayılamadı.
not-kept = Bu şu anda kaydedilemedi. Lütfen daha sonra yeniden deneyin.
forgotten = Silindi: { $questions } soru, { $votes } oy.

## Yardım
help-title = attaché’ye soru sormak
help-ask = **/{ command-ask }** – kendi sözlerinizle sorun. Yanıt, makalelerden kelimesi kelimesine alıntıdır.
help-mention = Bir soruyla **benden bahsedin** ya da bir mesajı yanıtlayıp benden bahsedin. Devam sorusu için yanıtımı yanıtlayın.
help-sources = Bir mesajın menüsündeki **Uygulamalar → { command-find-sources }**, makalelerin her cümlesi hakkında ne yazdığını gösterir.
help-search = **/{ command-search }** – uzman araması: `"bir ifade"`, `OR`, `-hariç`, `başı*`, `section:ad`.
help-read = **/{ command-read }** – yerinde bir paragraf. **/{ command-articles }** – dizinde ne var.
help-privacy = **/{ command-privacy }** – hakkınızda ne saklanır. **/{ command-about }** – ben neyim.
help-marks = **Kalın** cümle yanıtlar; eşleşen sözcüklerin __altı çizilidir__. Bağlantı makaleyi o cümlede açar.

## Hakkında
about-title = attaché hakkında
about-what = Soruları makalelerden kelimesi kelimesine alıntılarla, kaynağını belirterek yanıtlarım. Yanıtın hiçbir cümlesini kendim yazmam.
about-neutral = Neyin kim tarafından yazıldığını gösteririm. Doğru olup olmadığını asla söylemem.
about-miss = Bir pasajı kaçırabilir ya da yanıtlamayan birini gösterebilirim. Lütfen yerinde okuyun.
about-words = Pasajları yalnızca sözcüklerine göre bulurum.
about-meaning = Pasajları sözcüklerine ve anlamlarına göre bulurum; bunun için { $model } dil modeli burada çalışır ve hiçbir şey yazmaz.
about-indexed = { $articles ->
    [one] { $articles } makale
   *[other] { $articles } makale
}, { $paragraphs ->
    [one] { $paragraphs } paragraf
   *[other] { $paragraphs } paragraf
}
about-version = sürüm { $version }

## Gizlilik
privacy-title = Gizlilik
privacy-questions = Sorularınız bellekte yanıtlanır ve saklanmaz. Günlükler onları metinsiz sayar.
privacy-kept = { $days ->
    [one] Sorularınız { $days } gün saklanır; adınızın yerine anahtarlı bir kod durur. Onları size yalnızca o bağlar.
   *[other] Sorularınız { $days } gün saklanır; adınızın yerine anahtarlı bir kod durur. Onları size yalnızca o bağlar.
}
privacy-messages = Mesajlar yalnızca bana sorduğunuz ya da moderatörlerin yanıtlamama izin verdiği yerlerde okunur.
privacy-feedback = 👍 ve 👎, hangi pasajın kastedildiğini ve oyunuzu saklar.
privacy-moderators = Botun moderatörleri makalelerin yanıtlamadığı soruları okuyabilir; kimin sorduğunu göremez.
privacy-nobody = Hiçbir şey kimseye aktarılmaz.

## Komutlar: adlar küçük harfle, boşluksuz, 1-32 karakter; açıklamalar 1-100
command-ask = sor
command-ask-description = Kendi sözlerinizle sorun; makaleler kelimesi kelimesine yanıtlar
command-ask-question = soru
command-ask-question-description = Sorunuz
command-ask-private = özel
command-ask-private-description = Yanıtı yalnızca bana göster
command-search = ara
command-search-description = Uzman araması: "ifadeler", OR, -hariç, başı*, section:ad
command-search-terms = terimler
command-search-terms-description = Ne bulunsun
command-read = oku
command-read-description = Bir paragrafı yerinde okuyun ya da bir makalede ne olduğunu görün
command-read-article = makale
command-read-article-description = Hangi makale
command-read-section = bölüm
command-read-section-description = Hangi bölüm ya da paragraf; yoksa makalenin içindekiler
command-articles = makaleler
command-articles-description = Hangi makaleler dizinde ve kim yayımladı
command-about = hakkında
command-about-description = Bu bot nedir, ne değildir
command-help = yardım
command-help-description = Nasıl sorulur
command-privacy = gizlilik
command-privacy-description = Hakkınızda ne saklanır
command-find-sources = Kaynakları bul
command-settings = ayarlar
command-settings-description = attaché bu sunucuda ne yapar
command-settings-show = göster
command-settings-show-description = Ayarları göster
command-settings-answer-in = yanıtla
command-settings-answer-in-description = Bir kanal ya da forumdaki her soruyu yanıtla
command-settings-answer-in-channel = kanal
command-settings-answer-in-channel-description = Hangi kanal ya da forum
command-settings-stop-answering-in = yanıtlama
command-settings-stop-answering-in-description = Bir kanal ya da forumda yalnızca bahsedilince yanıtla
command-settings-stop-answering-in-channel = kanal
command-settings-stop-answering-in-channel-description = Hangi kanal ya da forum
command-settings-language = dil
command-settings-language-description = Mesajlar hangi dilde yanıtlansın
command-settings-language-language = dil
command-settings-language-language-description = Dil; verilmezse sorunun dili
command-settings-limit = sınır
command-settings-limit-description = Bir üye kaç soru sorabilir; sayı verilmezse olağan sınır
command-settings-limit-questions = soru
command-settings-limit-questions-description = Bu kadar soru
command-settings-limit-seconds = saniye
command-settings-limit-seconds-description = Bu kadar saniyede
command-settings-moderators-channel = moderatör-kanalı
command-settings-moderators-channel-description = Moderatörler değişiklikleri nerede öğrensin
command-settings-moderators-channel-channel = kanal
command-settings-moderators-channel-channel-description = Hangi kanal; verilmezse hiçbiri
command-questions = sorular
command-questions-description = Üyeler ne sordu
command-questions-unanswered = yanıtsız
command-questions-unanswered-description = Makalelerin yanıtlamadıklarını listele, en yenisi başta
command-questions-stats = istatistik
command-questions-stats-description = Son yedi günü bir bakışta göster

## Settings
settings = Bu sunucunun ayarları
settings-answer = Yanıtladığım kanallar: { $channels }
settings-forums = Forumlar: { $channels }
settings-none = yok
settings-language = Mesajlara yanıt dili: { $language }
settings-language-auto = sorunun dili
settings-limit = Sınır: { $seconds } saniyede { $questions } soru
settings-no-content = ⚠ Botun işletmecisi mesaj içeriğini açmamış: orada henüz yanıt verilmiyor. Bahsetmeler çalışır.
settings-saved = Kaydedildi.
settings-moderators = Moderatör kanalı: { $channel }
settings-moderators-here = Moderatörlerin değiştirdikleri ve kararlarını bekleyenler artık burada bildirilir.
settings-unwritable = { $channel } kanalına yazamıyorum: kanalı görmeme ve gömülü mesaj göndermeme izin verip yeniden deneyin. Hiçbir şey değişmedi.

## Sorular, moderatörler için
questions-none = Ele alınacak bir şey kalmadı: her soru yanıtlandı ya da ele alındı.
questions-unanswered = { $count ->
   *[other] Makalelerde yok: { $count } soru
}
questions-asked = { $count ->
   *[other] { $count } kez soruldu, son olarak { $when }
}
questions-handled-hint = ✓ soruyu ele alınmış sayar; yeniden sorulursa geri gelir
stats = { $days ->
   *[other] Son { $days } gün
}
stats-asked = { $count ->
   *[other] **{ $count }** soru
}
stats-verdicts = 🟦 yanıtlanan { $answered } · 🟨 kısmen { $partly } · 🟥 makalelerde yok { $uncovered }
stats-articles = En çok soruda gösterilen makaleler
stats-paragraphs = … ve paragraflar
stats-day = { $day }: { $asked } soru; yanıtlanan { $answered }, kısmen { $partly }, makalelerde yok { $uncovered }

## Kayıt ve bildirimler, moderatörler için
audit = Değişiklik kaydı: { $count ->
   *[other] { $count } kayıt
}
audit-empty = Hiçbir şey değiştirilmedi.
in-server = sunucu { $id }
act-settings-set = Ayarlar değişti
act-questions-handled = Soru ele alınmış sayıldı
act-source-add = Kaynak eklendi
act-source-remove = Kaynak kaldırıldı
act-index-refresh = Makaleler yenilendi
act-index-rollback = Önceki makalelere dönüldü
act-index-publish = Bekletilen değişiklik yayımlandı
act-index-discard = Bekletilen değişiklikten vazgeçildi
act-data-delete-user = Bir üyenin soruları silindi
act-denied = Girişim reddedildi

## Dizin, moderatörler için
not-done = Yapılmadı: { $why }
index-title = Dizin
index-generation = **Kuşak { $number }** · { $when } · { $who } · { $why }
index-none = Henüz hiçbir kuşak yayımlanmadı: yanıtlar işletmecinin ayarladığı metinlerden geliyor. İlkini `/{ command-index } { command-index-refresh }` oluşturur.
nothing-recorded = Hiçbir şey kaydedilmiyor: { $why }
index-running = Başlatan: { $who }, { $when }:
index-failing = ⚠ `{ $source }` art arda { $times } kez başarısız oldu: { $why }
index-lacking = **{ $server }** sunucusunda eksik izinlerim var: { $missing }. [İzinleri verin](<{ $link }>) ya da rolüme ekleyin.
permission-view-channel = Kanalları Gör
permission-send-messages = Mesaj Gönder
permission-send-in-threads = Alt Başlıklarda Mesaj Gönder
permission-embed-links = Bağlantıları Göm
permission-read-history = Mesaj Geçmişini Oku
permission-create-threads = Herkese Açık Alt Başlık Oluştur
index-next = sonraki bakış { $when }
index-last = Son yenileme: { $report }
index-history = Kuşaklar
rollback-none = Dönülebilecek böyle bir kuşak yok. Liste: `/{ command-index } { command-index-history }`.
rollback-confirm = { $number } numaralı kuşağa dönülsün mü?
rollback-from = Şu anda yanıtlar { $number } numaralı kuşaktan geliyor; ona yeniden dönülebilir.
rolled-back = Yanıtlar yeniden { $number } numaralı kuşaktan geliyor.
discarded = Vazgeçildi: { $articles }. Aynı metin bir daha bekletilmez.
button-publish = Yayımla
button-discard = Vazgeç
button-roll-back = { $number } numarasına dön
progress-beginning = yapılacaklar belirleniyor
progress-looking = kaynaklar: { $done } / { $of }
progress-comparing = metinler karşılaştırılıyor
progress-indexing = paragraflar: { $done } / { $of }
progress-checking = yazılıyor ve denetleniyor
progress-publishing = yayımlanıyor
refresh-published = { $number } numaralı kuşak yayımlandı
refresh-preview = Önizleme: hiçbir şey değiştirilmedi
refresh-nothing = Yeni kuşak yok
refresh-no-sources = Bakılacak bir şey yoktu.
refresh-file = Raporun tamamı dosyada
replaces-briefing = yeniden anlatımın yerine
failed-times = art arda: { $times }
change-counts = eklenen paragraf: { $added }, çıkarılan: { $removed }, değişen: { $edited }
held-dropped = { $of } paragraftan { $dropped } tanesi kaybolurdu.
held-retitled = Başlık “{ $before }” yerine “{ $after }” olurdu.
held-gone = Makale kaybolurdu: { $why }
held-rolled-back = Bu metin bir geri alma ile geri çekilmişti.
held-replaced = Artık başka bir metin bekletiliyor: hiçbir karar uygulanmadı. Metin şu:
held-hint = Karar verilene kadar eski metin kalır.
fate-unchanged = değişmeyen
fate-changed = değişen
fate-new = yeni
fate-gone = kaybolan
fate-failed = başarısız
fate-held = bekletilen
who-operator = işletmeci
who-schedule = zamanlama
source-there = Bu adda ya da adreste bir kaynak zaten var.
source-words-needed = Bu bir akış: öğelerde en az biri geçmesi gereken sözcükleri verin.
source-added = `{ $id }` eklendi. Şimdi bakmak için: `/{ command-index } { command-index-refresh } { command-index-refresh-source }:{ $id }`.
source-removed = `{ $id }` kaldırıldı; makaleleri bir sonraki yenilemede gider.
source-unknown = Hiçbir moderatör `{ $id }` kaynağını eklemedi. Ayarlardaki kaynaklar işletmecinindir.
source-page = web sayfası
source-feed = akış
source-folder = klasör
source-file = dosya
source-by-moderator = burada eklendi
source-articles = makale: { $count }
source-list-title = Kaynaklar: { $count }
source-items = Bir akış; en yeni öğeler: { $count }
source-nothing-indexed = Dizine hiçbir şey eklenmedi.
and-more = ve { $count } tane daha

## Moderatör komutları
command-index = dizin
command-index-description = Yanıtlar neyden veriliyor
command-index-status = durum
command-index-status-description = Yanıtların kaynağını ve bekleyenleri göster
command-index-refresh = yenile
command-index-refresh-description = Kaynaklara bak ve değişenleri yayımla
command-index-refresh-source = kaynak
command-index-refresh-source-description = Yalnızca bu kaynak ya da makale
command-index-refresh-preview = önizleme
command-index-refresh-preview-description = Yalnızca neyin değişeceğini göster
command-index-history = geçmiş
command-index-history-description = Dönülebilecek kuşakları listele
command-index-rollback = geri-al
command-index-rollback-description = Daha eski bir kuşağa dön
command-index-rollback-generation = kuşak
command-index-rollback-generation-description = Numarası; verilmezse bir önceki
command-index-publish = yayımla
command-index-publish-description = Bekletilen bir değişikliği yayımla
command-index-publish-article = makale
command-index-publish-article-description = Bu makaleninki; verilmezse hepsi
command-index-discard = vazgeç
command-index-discard-description = Bekletilen bir değişiklikten vazgeç
command-index-discard-article = makale
command-index-discard-article-description = Bu makaleninki; verilmezse hepsi
command-index-audit = kayıt
command-index-audit-description = Kimin ne yaptığını listele
command-source = kaynak
command-source-description = Makaleler nereden geliyor
command-source-add = ekle
command-source-add-description = Bir web sayfası ya da akış ekle
command-source-add-url = adres
command-source-add-url-description = Sayfanın ya da akışın adresi
command-source-add-id = ad
command-source-add-id-description = Kısa bir ad: a-z 0-9 - _ .
command-source-add-publisher = yayıncı
command-source-add-publisher-description = Kim yayımlıyor
command-source-add-note = not
command-source-add-note-description = Yayıncı hakkında tarafsız tek satır
command-source-add-language = dil
command-source-add-language-description = Yazıldığı dil, örneğin en, ru, tr, az
command-source-add-every = sıklık
command-source-add-every-description = Ne sıklıkla bakılsın, örneğin 6h ya da 30m
command-source-add-words = sözcükler
command-source-add-words-description = Akış için: virgülle ayrılmış, en az biri geçmesi gereken sözcükler
command-source-remove = kaldır
command-source-remove-description = Burada eklenen bir sayfa ya da akışı kaldır
command-source-remove-id = ad
command-source-remove-id-description = Adı
command-source-list = liste
command-source-list-description = Bütün kaynakları listele
command-source-test = dene
command-source-test-description = Bir sayfa ya da akışı indirip neyin dizine gireceğini göster; hiçbir şey girmez
command-source-test-url = adres
command-source-test-url-description = Sayfanın ya da akışın adresi
