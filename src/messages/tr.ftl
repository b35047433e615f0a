# Bir üyenin okuyabileceği her cümle. Kimin ne yazdığını söyler, doğru olup olmadığını asla.

## Yanıtlar
answered = Makaleler ne yazıyor
partly = Doğrudan bir yanıt yok. En yakın bölümler:
not-covered = Makaleler bu konudan söz etmiyor.
not-covered-hint = Yanıtladıkları sorular:
more-passages = Diğer bölümler
mended = “{ $asked }” yerine “{ $searched }” arandı
left-out = { $count ->
    [one] { $count } bölüm atlandı: bir mesaja sığmıyor. Okumak için makaleyi açın.
   *[other] { $count } bölüm atlandı: bir mesaja sığmıyor. Okumak için makaleyi açın.
}
passages-gone = { $count ->
    [one] { $count } bölüm artık makalelerde yok.
   *[other] { $count } bölüm artık makalelerde yok.
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
refreshed = { $when } tarihinde yenilendi
retelling = başka sözlerle anlatım
sections-left-out = { $count ->
    [one] { $count } kısım atlandı: bir mesaja sığmıyor.
   *[other] { $count } kısım atlandı: bir mesaja sığmıyor.
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
about-miss = Bir bölümü kaçırabilir ya da yanıtlamayan birini gösterebilirim. Lütfen yerinde okuyun.
about-words = Parçaları yalnızca sözcüklerine göre bulurum.
about-meaning = Parçaları sözcüklerine ve anlamlarına göre bulurum; bunun için { $model } dil modeli burada çalışır ve hiçbir şey yazmaz.
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
privacy-feedback = 👍 ve 👎, hangi bölümün kastedildiğini ve oyunuzu saklar.
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
command-settings-limit-description = Bir üye kaç soru sorabilir
command-settings-limit-questions = soru
command-settings-limit-questions-description = Bu kadar soru
command-settings-limit-seconds = saniye
command-settings-limit-seconds-description = Bu kadar saniyede

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
