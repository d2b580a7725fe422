//! HTTP tests. `cfg(test)` tells clippy that these are tests, functions that are not tests included.

#[cfg(test)]
mod directions;
#[cfg(test)]
mod durability;
#[cfg(test)]
mod embedding;
#[cfg(test)]
mod events;
#[cfg(test)]
mod exemptions;
#[cfg(test)]
mod journeys;
#[cfg(test)]
mod lint;
#[cfg(test)]
mod management;
#[cfg(test)]
mod page;
#[cfg(test)]
mod poll;
#[cfg(test)]
mod preview;
#[cfg(test)]
mod proxies;
#[cfg(test)]
mod remedy;
#[cfg(test)]
mod remote;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod support;
#[cfg(test)]
mod takeaway;
#[cfg(test)]
mod texts;
