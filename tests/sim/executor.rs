//! Futures polled by hand, one step at a time. Dropping one is killing it.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

/// A future of a run.
pub type Task<T> = Pin<Box<dyn Future<Output = T>>>;

#[derive(Debug, Default)]
struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Polls `tasks` until none of them can go on by itself; gives back what the finished ones gave.
pub fn poll_all<T>(tasks: &mut Vec<Task<T>>) -> Vec<T> {
    let flag = Arc::new(Flag::default());
    let waker = Waker::from(flag.clone());
    let mut context = Context::from_waker(&waker);
    let mut done = Vec::new();
    loop {
        flag.0.store(false, Ordering::Relaxed);
        tasks.retain_mut(|task| match task.as_mut().poll(&mut context) {
            Poll::Ready(value) => {
                done.push(value);
                false
            }
            Poll::Pending => true,
        });
        if !flag.0.load(Ordering::Relaxed) {
            return done;
        }
    }
}

/// Runs a future that waits for nothing.
pub fn at_once<T>(future: impl Future<Output = T>) -> T {
    let mut future = Box::pin(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}
