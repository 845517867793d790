//! The portal's own parts, as the interface guide describes them. Pages use these and no other controls.

pub mod blocks;
pub mod button;
pub mod choice;
pub mod combo;
pub mod date;
pub mod deadline;
pub mod dialog;
pub mod el;
pub mod fields;
pub mod form;
pub mod head;
pub mod icon;
pub mod lists;
pub mod load;
pub mod otp;
pub mod react;
pub mod toast;
pub mod way;

pub use blocks::{Banner, Crumbs, EmptyState, Stepper, tone_class};
pub use button::{Button, Kind, LinkButton};
pub use choice::{CheckBox, Choice, RadioCards, Select};
pub use combo::{SearchRow, SearchSelect};
pub use date::DateField;
pub use deadline::{Countdown, DeadlineText};
pub use dialog::Dialog;
pub use el::{El, actions, el, live, parts};
pub use fields::{EmailField, FinField, MoneyField, PasswordField, PhoneField, TextField};
pub use form::{Form, FormBox, Input, Message};
pub use head::PageHead;
pub use icon::{Icon, Star};
pub use lists::{Answer, Answers, EventPhase, TaskList, TaskRow, Timeline, TimelineRow};
pub use load::Loaded;
pub use otp::OtpField;
pub use react::{effect, memo};
pub use toast::{toast, toasts};
pub use way::{start_again, step_back};
