//! The app from outside: the real program against a fake arXiv and a fake model.

mod support;
mod selftest;
