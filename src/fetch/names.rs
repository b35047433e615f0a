//! From a host to the addresses that may be connected to: asked once, all of them checked.
//!
//! One address that is not public makes a host refused: which of them a connection would take is
//! not ours to choose. What is connected to later are these addresses and no others, so a name
//! that stands for something else a moment later changes nothing.

use std::io;
use std::net::SocketAddr;

use super::address::not_public;
use super::error::Reason;
use super::target::Target;
use crate::settings::Fetch;

/// More addresses than any site has.
const ADDRESSES_MAX: usize = 64;

/// Who knows what names stand for.
#[derive(Debug, Clone)]
pub(super) enum Names {
    /// The system's resolver, `hosts` file included.
    System,
    /// A test's.
    #[cfg(test)]
    Scripted(std::sync::Arc<scripted::Script>),
}

impl Names {
    /// The addresses of a target, each of which may be connected to.
    pub(super) async fn addresses(
        &self,
        target: &Target,
        settings: &Fetch,
    ) -> Result<Vec<SocketAddr>, Reason> {
        let addresses = match target.literal() {
            Some(address) => vec![SocketAddr::new(address, target.port)],
            None => self
                .look_up(target.host(), target.port)
                .await
                .map_err(|_| Reason::NoSuchHost)?,
        };
        if addresses.is_empty() || addresses.len() > ADDRESSES_MAX {
            return Err(Reason::NoSuchHost);
        }
        if !target.may_be_private(settings) {
            all_public(&addresses)?;
        }
        Ok(addresses)
    }

    async fn look_up(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        match self {
            Self::System => Ok(tokio::net::lookup_host((host, port)).await?.collect()),
            #[cfg(test)]
            Self::Scripted(script) => script.next(host, port),
        }
    }
}

/// Refuses addresses of which one is not public.
pub(super) fn all_public(addresses: &[SocketAddr]) -> Result<(), Reason> {
    let refused = addresses.iter().find_map(|at| {
        let address = at.ip();
        not_public(address).map(|kind| Reason::NotPublic { address, kind })
    });
    refused.map_or(Ok(()), Err)
}

#[cfg(test)]
pub(super) mod scripted {
    use std::collections::{HashMap, VecDeque};
    use std::io;
    use std::net::{IpAddr, SocketAddr};
    use std::sync::Mutex;

    /// Answers to look-ups, in order; the last one stays.
    #[derive(Debug, Default)]
    pub(in crate::fetch) struct Script {
        answers: Mutex<HashMap<String, VecDeque<Vec<IpAddr>>>>,
        asked: Mutex<Vec<String>>,
    }

    impl Script {
        pub(in crate::fetch) fn answer(self, host: &str, addresses: &[&str]) -> Self {
            let addresses = addresses.iter().map(|text| text.parse().unwrap()).collect();
            let mut answers = self.answers.lock().unwrap();
            answers.entry(host.into()).or_default().push_back(addresses);
            drop(answers);
            self
        }

        pub(in crate::fetch) fn asked(&self, host: &str) -> usize {
            let asked = self.asked.lock().unwrap();
            asked.iter().filter(|known| *known == host).count()
        }

        pub(super) fn next(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
            self.asked.lock().unwrap().push(host.into());
            let mut answers = self.answers.lock().unwrap();
            let left = answers.get_mut(host).ok_or(io::ErrorKind::NotFound)?;
            let answer = match left.len() {
                0 => return Err(io::ErrorKind::NotFound.into()),
                1 => left[0].clone(),
                _ => left.pop_front().unwrap(),
            };
            Ok(answer
                .into_iter()
                .map(|ip| SocketAddr::new(ip, port))
                .collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::scripted::Script;
    use super::*;

    async fn ask(script: Script, url: &str) -> Result<Vec<SocketAddr>, Reason> {
        let settings = Fetch::default();
        let target = Target::parse(url, &settings)?;
        let names = Names::Scripted(Arc::new(script));
        names.addresses(&target, &settings).await
    }

    #[tokio::test]
    async fn one_address_that_is_not_public_refuses_the_host() {
        for hidden in ["127.0.0.1", "10.0.0.8", "::1", "fd00::1", "::ffff:10.0.0.8"] {
            let script = Script::default().answer("a.example", &["8.8.8.8", hidden]);
            let refused = ask(script, "http://a.example/").await.unwrap_err();
            let address: std::net::IpAddr = hidden.parse().unwrap();
            assert!(
                matches!(refused, Reason::NotPublic { address: at, .. } if at == address),
                "{refused}"
            );
        }
        let script = Script::default().answer("a.example", &["8.8.8.8", "2606:4700::1111"]);
        let addresses = ask(script, "https://a.example/").await.unwrap();
        assert_eq!(addresses.len(), 2);
        assert!(addresses.iter().all(|at| at.port() == 443));
    }

    #[tokio::test]
    async fn local_names_are_looked_up_and_refused_for_what_they_stand_for() {
        for host in ["localhost", "a.localhost", "metadata.internal", "nas.local"] {
            let script = Script::default().answer(host, &["169.254.169.254"]);
            let refused = ask(script, &format!("http://{host}/")).await;
            assert!(matches!(refused, Err(Reason::NotPublic { .. })), "{host}");
        }
        let system = Names::System;
        let settings = Fetch::default();
        let target = Target::parse("http://localhost/", &settings).unwrap();
        let refused = system.addresses(&target, &settings).await;
        assert!(matches!(
            refused,
            Err(Reason::NotPublic { .. } | Reason::NoSuchHost)
        ));
    }

    #[tokio::test]
    async fn an_address_is_checked_without_a_look_up() {
        for url in ["http://2130706433/", "http://[::ffff:7f00:1]/", "http://0/"] {
            let refused = ask(Script::default(), url).await;
            assert!(matches!(refused, Err(Reason::NotPublic { .. })), "{url}");
        }
    }

    #[tokio::test]
    async fn a_name_without_addresses_is_no_host() {
        let nothing = Script::default().answer("a.example", &[]);
        let refused = ask(nothing, "http://a.example/").await;
        assert_eq!(refused, Err(Reason::NoSuchHost));
        let unknown = ask(Script::default(), "http://b.example/").await;
        assert_eq!(unknown, Err(Reason::NoSuchHost));
    }
}
