//! A restart between an answer and its buttons.

use discord_stand_in::StandIn;

use crate::asking::{QUESTIONS, ready};
use crate::support::Program;

#[tokio::test]
async fn buttons_of_an_answer_work_after_a_restart() {
    let discord = StandIn::start().await;
    let ana = discord.guild("town").member("ana");
    let mut first = ready(&discord).await;
    let (question, expected) = QUESTIONS[0];
    let reply = ana.slash("ask").option("question", question).reply().await;
    assert!(reply.text().contains(expected));
    first.signal("TERM");
    assert_eq!(first.ended().await.code(), Some(0));
    discord.gateway().disconnected().await;
    let second = Program::bot(&discord).start();
    discord.gateway().identified(2).await;
    let buttons = reply.buttons();
    let pressable: Vec<_> = buttons.iter().filter(|b| !b.custom_id.is_empty()).collect();
    assert!(!pressable.is_empty(), "{}", reply.render());
    for button in pressable {
        let after = ana.click(&reply, &button.custom_id).reply().await;
        assert!(!second.log().contains("ERROR"), "{}", second.log());
        if !after.shows_nothing() {
            assert!(!after.text().is_empty(), "{button:?}");
        }
    }
    let puts = discord.requests_to("PUT /applications");
    assert_eq!(
        puts.len(),
        1,
        "commands that did not change are not registered again"
    );
}
