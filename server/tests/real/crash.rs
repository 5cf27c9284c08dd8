//! `kill -9` of the server at any moment, under load, again and again.

use crate::{
    chance::{Chance, until},
    device::Device,
    folder::{check, fill, link},
    server::Server,
};
use std::{
    thread,
    time::{Duration, Instant},
};

#[test]
fn s2_s4_kill_9_at_any_moment_loses_nothing_answered_and_doubles_nothing() {
    let (dir, mut chance) = (tempfile::tempdir().unwrap(), Chance::new("kill -9"));
    let stewards: Vec<String> = (0..5).map(|i| format!("steward{i}")).collect();
    fill(dir.path(), &stewards);
    let mut devices: Vec<Device> = stewards.iter().map(|person| Device::new(person, chance.split())).collect();
    let server = Server::start(dir.path());
    for device in &mut devices {
        device.enrol(server.port, &link(dir.path(), &device.person));
    }
    server.kill();
    let (end, mut rounds) = (until(5), 0);
    while Instant::now() < end || rounds < 3 {
        rounds += 1;
        let server = Server::start(dir.path());
        let (port, lives) = (server.port, Duration::from_millis(chance.within(5, 400)));
        thread::scope(|scope| {
            for device in &mut devices {
                scope.spawn(move || while device.turn(port).is_ok() {});
            }
            thread::sleep(lives);
            server.kill();
        });
        check(dir.path(), &devices);
    }
    let server = Server::start(dir.path());
    for device in &mut devices {
        device.settle(server.port);
    }
    server.kill();
    check(dir.path(), &devices);
    let told: usize = devices.iter().map(|device| device.told.len()).sum();
    eprintln!("{rounds} kills, {told} operations answered");
    assert!(told > 50 && devices.iter().all(|device| device.renewals == 0), "{told}");
}
