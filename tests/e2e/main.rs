//! The whole program against a stand-in for Discord, over real HTTP and WebSocket.

mod chaos;
mod faults;
mod load;
mod measure;
mod restart;
mod secrets;
mod support;
