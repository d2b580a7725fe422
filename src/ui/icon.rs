//! The few pictograms: inline, in the text's colour, never the only sign of anything.

use leptos::prelude::*;

use crate::islands::verdict_path;

/// A pictogram of 24 by 24 units, drawn by a path.
#[derive(Debug, Clone, Copy)]
pub(super) enum Icon {
    Cross,
    Tick,
    Question,
    Globe,
    Clock,
    Device,
    Outside,
    Shield,
    Lock,
    Alert,
    Info,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Cross => verdict_path("fail"),
            Self::Tick => verdict_path("pass"),
            Self::Question => verdict_path("unknown"),
            Self::Globe => {
                "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM3 12h18M12 3c5 5 5 13 0 18-5-5-5-13 0-18Z"
            }
            Self::Clock => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4v5l3 2",
            Self::Device => "M5 5h14v10H5zM2 19h20",
            Self::Outside => "M9 5H5v14h14v-4M13 5h6v6m0-6-8 8",
            Self::Shield => "M12 3l7 2.5V11c0 5-3 8-7 10-4-2-7-5-7-10V5.5ZM12 8v4m0 3.5v.01",
            Self::Alert => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 5v4.5m0 3.5v.01",
            Self::Info => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 5v.01M12 12v4",
            Self::Lock => "M6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11",
        }
    }

    pub(super) fn view(self) -> AnyView {
        view! {
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <path d=self.path()></path>
            </svg>
        }
        .into_any()
    }
}
