//! In which order fixes are best made, and which of several ways out is the quickest.

/// What a fix takes, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Effort {
    /// How long it takes, roughly, in minutes.
    pub minutes: Option<u32>,
    /// Whether the device restarts.
    pub restart: bool,
    /// Whether it needs an administrator of the device.
    pub admin: bool,
}

impl Effort {
    /// What several fixes take together: their minutes, if all are known; one restart is enough for all of them.
    pub fn of_all(efforts: &[Self]) -> Self {
        Self {
            minutes: efforts
                .iter()
                .map(|effort| effort.minutes)
                .try_fold(0_u32, |sum, minutes| Some(sum.saturating_add(minutes?))),
            restart: efforts.iter().any(|effort| effort.restart),
            admin: efforts.iter().any(|effort| effort.admin),
        }
    }
}

/// The best order of the fixes: what restarts the device comes last, so that nothing is interrupted and one restart is
/// enough; before that, what is done soonest comes first, so that the list gets shorter quickly. What takes nobody knows
/// how long comes after what is known; equals stay as they were. All of them have the same deadline: a policy has one.
pub fn order(efforts: &[Effort]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..efforts.len()).collect();
    order.sort_by_key(|index| {
        let effort = efforts[*index];
        (effort.restart, effort.minutes.unwrap_or(u32::MAX))
    });
    order
}

/// The option that is done soonest, where all are known and one alone is.
pub fn quickest(options: &[Vec<Effort>]) -> Option<usize> {
    let totals: Option<Vec<u32>> = options
        .iter()
        .map(|option| Effort::of_all(option).minutes)
        .collect();
    let totals = totals.filter(|totals| totals.len() > 1)?;
    let least = totals.iter().min()?;
    let mut found = (0..totals.len()).filter(|index| totals[*index] == *least);
    found.next().filter(|_| found.next().is_none())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn effort() -> impl Strategy<Value = Effort> {
        (0_u32..120, any::<bool>(), any::<bool>()).prop_map(|(minutes, restart, admin)| Effort {
            minutes: Some(minutes),
            restart,
            admin,
        })
    }

    /// What an order costs: how often work is interrupted by a restart that came before it, then how long each fix has
    /// to be waited for, summed.
    fn cost(efforts: &[Effort], order: &[usize]) -> (u64, u64) {
        let (mut interrupted, mut waited, mut clock, mut restarts) = (0, 0, 0, 0);
        for index in order {
            let effort = efforts[*index];
            if effort.restart {
                restarts += 1;
            } else {
                interrupted += restarts;
            }
            clock += u64::from(effort.minutes.unwrap_or(0));
            waited += clock;
        }
        (interrupted, waited)
    }

    /// The least cost of all orders, by trying every set of fixes that may already be made.
    fn least(efforts: &[Effort]) -> (u64, u64) {
        let all = 1_usize << efforts.len();
        let mut best = vec![(u64::MAX, u64::MAX); all];
        best[0] = (0, 0);
        for done in 0..all {
            let (interrupted, waited) = best[done];
            let made = || (0..efforts.len()).filter(move |index| done >> index & 1 == 1);
            let clock: u64 = made()
                .map(|index| u64::from(efforts[index].minutes.unwrap_or(0)))
                .sum();
            let restarts = made().filter(|index| efforts[*index].restart).count() as u64;
            for next in (0..efforts.len()).filter(|index| done >> index & 1 == 0) {
                let effort = efforts[next];
                let cost = (
                    interrupted + if effort.restart { 0 } else { restarts },
                    waited + clock + u64::from(effort.minutes.unwrap_or(0)),
                );
                let then = &mut best[done | 1 << next];
                *then = (*then).min(cost);
            }
        }
        best[all - 1]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn no_order_is_better(efforts in prop::collection::vec(effort(), 0..=12)) {
            let order = order(&efforts);
            let mut sorted = order.clone();
            sorted.sort_unstable();
            prop_assert_eq!(sorted, (0..efforts.len()).collect::<Vec<_>>());
            prop_assert_eq!(cost(&efforts, &order), least(&efforts));
        }

        #[test]
        fn the_quickest_option_is_the_one_that_brute_force_finds(
            options in prop::collection::vec(prop::collection::vec(effort(), 1..=4), 1..=3)
        ) {
            let total = |option: &Vec<Effort>| -> u32 { option.iter().filter_map(|effort| effort.minutes).sum() };
            let beats_all = |index: usize| {
                options.len() > 1
                    && (0..options.len()).all(|other| other == index || total(&options[index]) < total(&options[other]))
            };
            prop_assert_eq!(quickest(&options), (0..options.len()).find(|index| beats_all(*index)));
        }
    }

    #[test]
    fn what_is_not_known_comes_after_what_is_and_before_a_restart() {
        let known = |minutes, restart| Effort {
            minutes,
            restart,
            admin: false,
        };
        let efforts = [
            known(Some(5), true),
            known(None, false),
            known(Some(60), false),
            known(None, false),
        ];
        assert_eq!(order(&efforts), [2, 1, 3, 0]);
        assert_eq!(Effort::of_all(&efforts).minutes, None);
        assert_eq!(quickest(&[vec![efforts[0]], vec![efforts[1]]]), None);
    }
}
