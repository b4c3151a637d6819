//! The only place that opens sockets.

pub mod model;
