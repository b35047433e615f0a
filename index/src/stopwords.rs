//! Words that carry a question's grammar, not its subject.
//!
//! They are kept in the index (phrases need them) and weigh nothing when a question is matched on
//! what it is about. Listed as people type them; compared by exact form.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::analyzer::{Analyzer, FnvState, key, words};

const ENGLISH: &str = "a about above after again against all also am an and any anybody anyone \
anything are arent as at be because been before being below between both but by can cannot cant \
could couldnt did didnt do does doesnt doing done dont down during each either else ever every \
everyone everything few for from further get gets getting give given go goes going gonna gone got gotta had hadnt \
has hasnt have havent having he hed hell her here hers herself hes him himself his how however hows i id \
if ill im in into is isnt it its itself ive just kind know let lets like made make many may maybe me might more \
most much must my myself name named neither nor not now of off often on once one only onto or other \
our ours ourselves out over own per please quite rather really same say says she should shouldnt so some \
somebody someone something sort still such tell than that thats the their theirs them themselves then \
there theres these they theyd theyre theyve thing things this those though through to together too \
toward towards type under until up upon us use used very was wasnt way we well were werent weve what \
whatever whats when whens where wheres whether which while who whoever whom whos whose why whys will \
with within without wont would wouldnt yes yet you youd youll your youre yours yourself youve \
actually already basically btw bruh bro cause cos cuz dude em etc folks guy guys hello hey hi hiya idk \
imo legit lol man mate nah ok okay omg oh pls plz pretty right sorry stuff sure thanks thx tho tbh um \
wanna wat wanted want wants wondering yeah yep hmm anyway thoughts article articles";

const RUSSIAN: &str = "а без более больше будет будто бы был была были было быть в вам вас ведь во вообще вот \
все всё всех вы где да даже для до его ее её если есть еще ещё же за здесь и из или им именно их к как какая какие каким \
каких какого какое какой каком какую ко когда кого кто кем чем чему чего ли лишь между меня мне много может можно мой мы на \
над надо нам нас не него нее ней нельзя нет ни них но ну о об однако он она они оно от откуда по под \
после потом потому почему при про раз с сам свой своя свои себе себя сейчас со совсем так также такие такой там тебя \
тем теперь то тогда того тоже только том тот ту тут ты у уж уже хоть чей чтобы что эта эти это этого \
этой этом этот эту я твой твоя твое твои ваш ваша ваше ваши наш наша наше наши куда зачем сколько насколько";

const TURKISH: &str = "acaba ama ancak bana bazı belki ben beni benim bir biri birkaç biz bize bu buna bunu bunun \
çok çünkü da daha de değil diye dolayı en fakat gibi göre hala hangi hangisi hani hem hep hepsi her hiç için ile ise kaç kadar \
kendi kez ki kim kime kimi kimin mi mı mu mü nasıl ne neden nedir nelere nerede nereye nereden niçin niye o \
olan olarak oldu olduğu olur onlar onu onun orada oysa pek sana sen siz sizin sonra şey şu tüm üzere var ve veya ya \
yani yok zaten midir mıdır ettiler etti eder veriyor dahil kimdir kimler neler neydi nerededir hangisidir nasıldır kimdi kaçtır";

const AZERBAIJANI: &str = "amma ancaq artıq bəli belə bəs bir biri bu bunu bunun çox çünki da daha də deyil edir edib elə əgər \
hansı hansılar hər heç həm harada haraya haradan idi ilə indi isə kim kimi kimə kimin ki mən mi mı mu mü məgər nə nəyə necə nədir niyə \
nə üçün neçə o olan olaraq oldu olub onlar onu onun öz ötrü qədər sən siz sonra şey təkcə üçün və var ya yalnız yəni yox zaman vaxt bəri kimdir kimlər kimdi haradadır haradan hansıdır necədir nədən nələr neçədir nəyi nədə";

/// Whether the word with this exact key carries only grammar.
pub(crate) fn is_stopword(exact_key: u32) -> bool {
    static KEYS: LazyLock<HashSet<u32, FnvState>> = LazyLock::new(|| {
        let mut analyzer = Analyzer::new();
        [ENGLISH, RUSSIAN, TURKISH, AZERBAIJANI]
            .iter()
            .flat_map(|list| words(list).map(|range| list.get(range).unwrap_or_default()))
            .map(|word| key(&analyzer.forms(word).exact))
            .collect()
    });
    KEYS.contains(&exact_key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar_words_of_four_languages_are_known_and_subjects_are_not() {
        for word in ["what", "почему", "nasıl", "hansı", "don't"] {
            assert!(is_stopword(Analyzer::new().forms(word).exact_key), "{word}");
        }
        for word in ["gas", "газ", "Bakü", "country"] {
            assert!(
                !is_stopword(Analyzer::new().forms(word).exact_key),
                "{word}"
            );
        }
    }
}
