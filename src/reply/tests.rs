//! What members see, as text; and that Discord takes it whatever the articles and questions hold.

mod accepted;
mod fixture;
mod laws;
mod looks;
mod moderating;
mod rendering;
