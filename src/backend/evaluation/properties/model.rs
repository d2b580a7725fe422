//! What should come out, read from the documents: tables and plain loops, no types of the evaluator's. Where the
//! contract leaves a point open, `docs/decisions.md` says what is meant.

mod conditions;

use serde_json::Value;

pub(super) use conditions::verdicts;

use self::conditions::signal;
use super::worlds::{NOW, USER, World, catalogue};

/// A decision, as far as it is compared. Times are Unix milliseconds; verdicts `P`, `F`, `U`.
#[derive(Debug, PartialEq)]
pub(super) struct Expected {
    pub(super) outcome: String,
    pub(super) rule: Option<String>,
    pub(super) grace: Option<(String, i64)>,
    pub(super) show: bool,
    pub(super) options: Vec<(String, Vec<String>)>,
    pub(super) checks: Vec<(String, char)>,
    pub(super) starts: Vec<(String, i64, i64)>,
    pub(super) clears: Vec<String>,
    /// The reminder is left out.
    pub(super) left_out: bool,
}

/// A condition, the verdict on it, and the cause where there is none.
pub(super) type Row = (String, char, Option<String>);

fn milliseconds(text: &Value) -> i64 {
    let at: jiff::Timestamp = text.as_str().unwrap().parse().unwrap();
    at.as_millisecond()
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array()
        .map(|list| list.iter().map(|item| item.as_str().unwrap()).collect())
        .unwrap_or_default()
}

fn people_fit(condition: Option<&Value>) -> bool {
    let Some(people) = condition else { return true };
    let named = |kind: &str, list: &str| texts(&people[kind][list]);
    let meant = named("users", "include").contains(&USER)
        || (named("users", "include").is_empty() && named("groups", "include").is_empty());
    meant && !named("users", "exclude").contains(&USER)
}

fn platform_fits(condition: Option<&Value>, device: Option<&str>) -> bool {
    let Some(condition) = condition else {
        return true;
    };
    // Which platforms an entry means; the last name stands for a device of which nothing is known.
    let meant = |entry: &Value| -> Vec<&str> {
        let kinds = match entry["type"].as_str().unwrap() {
            "ANY" => "MACOS WINDOWS CHROMEOS ANDROID IOS -",
            "DESKTOP" if entry.pointer("/os/type") == Some(&Value::from("LINUX")) => "-",
            "DESKTOP" => "MACOS WINDOWS CHROMEOS",
            "MOBILE" => "ANDROID IOS",
            _ => "-",
        };
        let systems = match entry.pointer("/os/type").and_then(Value::as_str) {
            None | Some("ANY") => "MACOS WINDOWS CHROMEOS ANDROID IOS -",
            Some("OSX") => "MACOS",
            Some("WINDOWS") => "WINDOWS",
            Some("ANDROID") => "ANDROID",
            _ => "-",
        };
        kinds
            .split(' ')
            .filter(|kind| systems.split(' ').any(|system| system == *kind))
            .collect()
    };
    let device = device.unwrap_or("-");
    let hit = |list: &Value| {
        let entries = list.as_array().cloned().unwrap_or_default();
        entries.iter().any(|entry| meant(entry).contains(&device))
    };
    let all = condition["include"].as_array().is_none_or(Vec::is_empty);
    (all || hit(&condition["include"])) && !hit(&condition["exclude"])
}

/// What is known about one policy.
struct Card<'a> {
    policy: &'a Value,
    rows: Vec<Row>,
}

impl Card<'_> {
    fn id(&self) -> &str {
        self.policy["id"].as_str().unwrap()
    }

    fn any(&self, letter: char) -> bool {
        self.rows.iter().any(|row| row.1 == letter)
    }

    fn lets_through(&self) -> bool {
        self.policy["missingSignalMode"] == "ALLOW"
    }
}

/// What of a rule's condition on the device's state is wanting.
fn wanting(device: &Value, world: &World) -> Vec<Row> {
    let answered = world.device.is_some();
    let mut state: Vec<Row> = Vec::new();
    if device["registered"] == true && !(answered && world.registered) {
        state.push((
            String::from("registered"),
            if answered { 'F' } else { 'U' },
            None,
        ));
    }
    if device["managed"] == true {
        match signal(&world.signals, "/managed") {
            Ok(value) if *value == Value::Bool(true) => {}
            Ok(_) => state.push((String::from("managed"), 'F', None)),
            Err(_) => state.push((String::from("managed"), 'U', None)),
        }
    }
    state
}

/// Until when the person is exempted from a policy on this device, where somebody has approved that.
pub(super) fn exempted_until(world: &World, policy: &str) -> Option<i64> {
    let mine = world.exemptions.as_array().unwrap().iter().filter(|given| {
        given["policyId"] == policy
            && given["userId"] == USER
            && given["deviceId"].as_str() == world.device.as_deref()
            && given["decision"] == "APPROVED"
    });
    mine.map(|given| milliseconds(&given["expiresAt"])).max()
}

/// Windows of grace for the policies of a rule of which none is met, and exemptions from them.
fn give_time<'a>(
    expected: &mut Expected,
    world: &World,
    mine: &[&Card<'_>],
    now: i64,
    window: impl Fn(&str) -> Option<&'a Value>,
) {
    for card in mine {
        let own = period(expected, card, now, &window);
        let by_hand = exempted_until(world, card.id())
            .filter(|_| card.policy.get("exemption").is_some_and(Value::is_object));
        let open = [own, by_hand]
            .into_iter()
            .flatten()
            .filter(|end| now < *end);
        if let Some(end) = open.max()
            && expected.grace.is_none()
        {
            expected.grace = Some((card.id().to_owned(), end));
        }
    }
}

/// The end of the policy's own grace period, which begins where something is known to be wrong.
fn period<'a>(
    expected: &mut Expected,
    card: &Card<'_>,
    now: i64,
    window: &impl Fn(&str) -> Option<&'a Value>,
) -> Option<i64> {
    let period = card.policy.get("gracePeriod").filter(|_| card.any('F'))?;
    if period["type"] == "BY_DATE_TIME" {
        return Some(milliseconds(&period["expiry"]));
    }
    let days = match period["expiry"].as_str().unwrap() {
        "P1D" => 1,
        "P7D" => 7,
        _ => 30,
    };
    let length = days * 86_400_000;
    if let Some(window) = window(card.id()) {
        return Some(milliseconds(&window["firstNoncompliantAt"]) + length);
    }
    let id = card.id().to_owned();
    expected.starts.push((id, now, now + length));
    Some(now + length)
}

/// Whether a reminder that was confirmed earlier is still enough.
fn is_left_out(
    card: &Card<'_>,
    reminder: Option<&Value>,
    window: Option<&Value>,
    end: i64,
    now: i64,
) -> bool {
    const HOUR: i64 = 3_600_000;
    let period = &card.policy["gracePeriod"];
    let Some(reminder) = reminder else {
        return false;
    };
    let interval = match period["reminderInterval"].as_str() {
        Some("PT1H") => HOUR,
        Some("P1D") => 24 * HOUR,
        Some("PT36H") => 36 * HOUR,
        Some("P7D") => 7 * 24 * HOUR,
        Some(_) => 30 * 24 * HOUR,
        None => return false,
    };
    let confirmed = milliseconds(&reminder["confirmedAt"]);
    let news = reminder["same"] == false || milliseconds(&reminder["deadline"]) > end;
    let of_another_window = period["type"] == "BY_DURATION"
        && window.is_none_or(|window| milliseconds(&window["firstNoncompliantAt"]) > confirmed);
    let last_part = interval.min(24 * HOUR);
    let in_the_last_part = |at: i64| end - at < last_part;
    let missed = in_the_last_part(now) && !in_the_last_part(confirmed);
    !news && !of_another_window && !missed && now - confirmed < interval
}

/// The decision.
#[expect(
    clippy::too_many_lines,
    reason = "read from the top, as the contract is"
)]
pub(super) fn decide(world: &World) -> Expected {
    let now = milliseconds(&Value::from(NOW));
    let platform = world.signals["platform"].as_str();
    let cards: Vec<Card<'_>> = world
        .policies
        .as_array()
        .unwrap()
        .iter()
        .map(|policy| Card {
            policy,
            rows: verdicts(policy, &world.signals, &catalogue()),
        })
        .collect();
    let answered = world.device.is_some();
    let in_order = |card: &Card<'_>| {
        platform.is_some() && !card.rows.is_empty() && !card.any('F') && !card.any('U')
    };
    let met = |card: &Card<'_>| {
        let overlooked = answered && card.lets_through() && !card.any('F');
        in_order(card) || (platform.is_some() && !card.rows.is_empty() && overlooked)
    };
    let window = |id: &str| {
        world.windows.as_array().unwrap().iter().find(|window| {
            window["policyId"] == id
                && window["userId"] == USER
                && Some(window["deviceId"].as_str().unwrap()) == world.device.as_deref()
        })
    };
    let reminder = |id: &str| {
        world.reminders.as_array().unwrap().iter().find(|reminder| {
            reminder["policyId"] == id
                && reminder["userId"] == USER
                && Some(reminder["deviceId"].as_str().unwrap()) == world.device.as_deref()
        })
    };
    let mut order: Vec<&Value> = world.rules.as_array().unwrap().iter().collect();
    order.retain(|rule| rule["status"] != "INACTIVE");
    order.sort_by_key(|rule| (rule["system"] == true, rule["priority"].as_i64().unwrap()));

    let mut expected = Expected {
        outcome: String::from("deny"),
        rule: None,
        grace: None,
        show: false,
        options: Vec::new(),
        checks: Vec::new(),
        starts: Vec::new(),
        clears: Vec::new(),
        left_out: false,
    };
    // Ways that would be open: a policy, and what of the device's state is wanting, once for each policy.
    let mut ways: Vec<(&Card<'_>, Vec<Row>)> = Vec::new();
    let mut passed: Vec<&Card<'_>> = Vec::new();
    for rule in order {
        let nothing = Value::Null;
        let conditions = rule.get("conditions").unwrap_or(&nothing);
        if !people_fit(conditions.get("people"))
            || !platform_fits(conditions.get("platform"), platform)
        {
            continue;
        }
        let allows = rule.pointer("/actions/appSignOn/access").unwrap() == "ALLOW";
        let decides = |expected: &mut Expected| {
            expected.rule = Some(rule["id"].as_str().unwrap().to_owned());
            expected.outcome = String::from(if allows { "allow" } else { "deny" });
        };
        let Some(device) = conditions.get("device") else {
            decides(&mut expected);
            break;
        };
        let state = wanting(device, world);
        let Some(include) = device.pointer("/assurance/include") else {
            if state.is_empty() {
                decides(&mut expected);
                break;
            }
            continue;
        };
        let mine: Vec<&Card<'_>> = texts(include)
            .into_iter()
            .filter_map(|id| cards.iter().find(|card| card.id() == id))
            .filter(|card| platform.is_none_or(|platform| card.policy["platform"] == platform))
            .collect();
        for card in mine.iter().filter(|card| in_order(card)) {
            let id = card.id().to_owned();
            let something = window(&id).is_some() || reminder(&id).is_some();
            if something && !expected.clears.contains(&id) {
                expected.clears.push(id);
            }
        }
        if state.is_empty() && mine.iter().any(|card| met(card)) {
            passed = mine.into_iter().filter(|card| met(card)).collect();
            decides(&mut expected);
            break;
        }
        if !allows {
            continue;
        }
        for card in &mine {
            if !ways.iter().any(|(known, _)| known.id() == card.id()) {
                ways.push((*card, state.clone()));
            }
        }
        if !state.is_empty() || !answered {
            continue;
        }
        give_time(&mut expected, world, &mine, now, window);
        if let Some((id, end)) = expected.grace.clone() {
            let card = cards.iter().find(|card| card.id() == id).unwrap();
            expected.left_out = is_left_out(card, reminder(&id), window(&id), end, now);
            decides(&mut expected);
            expected.outcome = String::from("grace");
            break;
        }
    }
    tell(&mut expected, platform, &ways, &passed);
    expected
}

/// What the person may see.
fn tell(
    expected: &mut Expected,
    platform: Option<&str>,
    ways: &[(&Card<'_>, Vec<Row>)],
    passed: &[&Card<'_>],
) {
    let shown = |card: &Card<'_>| card.policy["displayRemediationMode"] == "SHOW";
    let mut all: Vec<Row> = Vec::new();
    if expected.outcome == "allow" {
        for card in passed.iter().filter(|card| shown(card)) {
            all.extend(card.rows.iter().cloned());
        }
    } else {
        for (card, state) in ways.iter().filter(|(card, _)| shown(card)) {
            all.extend(state.iter().chain(&card.rows).cloned());
            let to_do = card
                .rows
                .iter()
                .filter(|row| row.1 == 'F' || (row.1 == 'U' && !card.lets_through()));
            let items: Vec<String> = state.iter().chain(to_do).map(|row| row.0.clone()).collect();
            if platform.is_some() && !items.is_empty() {
                expected.options.push((card.id().to_owned(), items));
            }
            expected.show = expected.outcome == "deny";
        }
    }
    // Each check once, where it first stands, with the worst of its verdicts.
    for (id, _, _) in &all {
        if expected.checks.iter().any(|(known, _)| known == id) {
            continue;
        }
        let worst = ['F', 'U', 'P']
            .into_iter()
            .find(|letter| all.iter().any(|row| row.0 == *id && row.1 == *letter))
            .unwrap();
        expected.checks.push((id.clone(), worst));
    }
}
