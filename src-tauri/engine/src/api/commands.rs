//! What each command does, in terms of the rest of the engine.

use std::sync::Arc;

use super::types::*;
use crate::{Engine, error::Result};

macro_rules! todo_cmds { ($($n:ident($a:ty)->$b:ty;)*) => { $(pub async fn $n(_e: &Arc<Engine>, _r: $a) -> Result<$b> { unimplemented!() })* } }
todo_cmds! {
    app(Nothing) -> AppInfo; day(DayRequest) -> DayView; sample(Nothing) -> DayView; month(MonthRequest) -> Vec<DayCell>;
    ledger(DayRequest) -> LedgerView; markdown(DayRequest) -> MarkdownText; run(DayRequest) -> RunOutcome; cancel(Nothing) -> Nothing;
    mark(MarkRequest) -> MarksView; open_link(LinkRequest) -> Nothing; set_setting(SettingRequest) -> AppInfo; use_profile(ProfileRequest) -> AppInfo;
}
