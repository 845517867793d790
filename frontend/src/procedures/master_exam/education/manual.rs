//! Studies typed by hand if the registers do not have them (MAG-8).

mod listed;

use leptos::prelude::*;
use qabul_domain::facts::{Level, StudyStatus};
use qabul_domain::procedures::master_exam::ManualDegree;

use super::year_form;
use crate::i18n::{self, Key, keys, text_of};
use crate::procedures::master_exam::{show, text};
use crate::ui::fields::Control;
use crate::ui::{Choice, DateField, Form, Input, RadioCards, Select, TextField, el, live, memo, parts};

const HERE: &str = "az";
const ABROAD: &str = "abroad";

const LEVELS: [(Level, &str); 4] = [
    (Level::Bachelor, "bachelor"),
    (Level::BaseMedical, "baseMedical"),
    (Level::Master, "master"),
    (Level::SubBachelor, "subBachelor"),
];
const STATUSES: [(StudyStatus, &str); 2] = [(StudyStatus::Finished, "finished"), (StudyStatus::Studying, "studying")];

#[derive(Clone, Copy)]
pub(super) struct Fields {
    place: Input,
    country: Input,
    institution: Input,
    level: Input,
    status: Input,
    admitted: Input,
    number: Input,
    finished: Input,
    code: Input,
    specialty: Input,
    diploma: Input,
    date: Input,
}

impl Fields {
    pub(super) fn new(form: Form) -> Self {
        Self {
            place: form.optional("manual/inAzerbaijan"),
            country: form.optional("manual/country"),
            institution: form.optional("manual/institution"),
            level: form.optional("manual/level"),
            status: form.optional("manual/status"),
            admitted: form.input("manual/admissionYear", year_form),
            number: form.optional("manual/workNumber"),
            finished: form.input("manual/finishYear", year_form),
            code: form.optional("manual/specialtyCode"),
            specialty: form.optional("manual/specialty"),
            diploma: form.optional("manual/diploma"),
            date: form.optional("manual/diplomaDate"),
        }
    }

    /// The typed values; `None` if everything is empty.
    pub(super) fn read(self) -> Option<ManualDegree> {
        let year = |input: Input| input.value.with(|year| year.trim().parse().ok());
        let typed = ManualDegree {
            in_azerbaijan: self.place.value.with(|place| (!place.is_empty()).then(|| place == HERE)),
            country: text(self.country),
            institution: text(self.institution),
            level: self.level.value.with(|word| LEVELS.iter().find(|(_, own)| own == word).map(|(level, _)| *level)),
            status: self.status.value.with(|word| STATUSES.iter().find(|(_, own)| own == word).map(|(it, _)| *it)),
            admission_year: year(self.admitted),
            work_number: text(self.number),
            finish_year: year(self.finished),
            specialty_code: text(self.code),
            specialty: text(self.specialty),
            diploma: text(self.diploma),
            diploma_date: text(self.date),
        };
        (typed != ManualDegree::default()).then_some(typed)
    }

    pub(super) fn fill(self, saved: Option<&ManualDegree>) {
        let empty = ManualDegree::default();
        let saved = saved.unwrap_or(&empty);
        let year = |year: Option<i32>| year.map(|year| year.to_string()).unwrap_or_default();
        self.place.set(saved.in_azerbaijan.map(|here| if here { HERE } else { ABROAD }).unwrap_or_default());
        show(self.country, saved.country.as_deref());
        show(self.institution, saved.institution.as_deref());
        let level = LEVELS.iter().find(|(level, _)| Some(*level) == saved.level);
        self.level.set(level.map(|(_, word)| *word).unwrap_or_default());
        let status = STATUSES.iter().find(|(status, _)| Some(*status) == saved.status);
        self.status.set(status.map(|(_, word)| *word).unwrap_or_default());
        self.admitted.set(year(saved.admission_year));
        show(self.number, saved.work_number.as_deref());
        self.finished.set(year(saved.finish_year));
        show(self.code, saved.specialty_code.as_deref());
        show(self.specialty, saved.specialty.as_deref());
        show(self.diploma, saved.diploma.as_deref());
        show(self.date, saved.diploma_date.as_deref());
    }
}

fn short(class: &'static str, mode: Option<&'static str>) -> Control {
    Control { autocomplete: Some("off"), class, mode, ..Control::default() }
}

pub(super) fn view(fields: Fields) -> AnyView {
    let places =
        vec![Choice::new(HERE, keys::masterExam::MANUAL_HERE), Choice::new(ABROAD, keys::masterExam::MANUAL_ABROAD)];
    let country = Callback::new(move |word: String| (word == ABROAD).then(|| listed::country(fields.country)));
    let place = view! {
        <RadioCards input=fields.place legend=keys::masterExam::MANUAL_PLACE options=places under=country/>
    };
    let label = keys::masterExam::MANUAL_INSTITUTION;
    let here = memo(move || fields.place.value.with(|place| place == HERE));
    let institution = live(move || {
        let here = here.get();
        untrack(|| {
            if here { listed_institution(fields.institution, label) } else { institution(fields.institution, label) }
        })
    });
    let levels: Vec<Choice> = LEVELS
        .into_iter()
        .map(|(level, word)| Choice::new(word, text_of(move || level.label(i18n::lang()).to_owned())))
        .collect();
    let level = view! { <Select input=fields.level label=keys::masterExam::MANUAL_LEVEL options=levels/> };
    let year = |input: Input, label| {
        let how = short("w-short", Some("numeric"));
        view! { <TextField input label hint=keys::masterExam::PRIOR_YEAR_HINT how/> }.into_any()
    };
    let admitted = year(fields.admitted, keys::masterExam::MANUAL_ADMITTED);
    let number = view! {
        <TextField
            input=fields.number
            label=keys::masterExam::MANUAL_NUMBER
            optional=true
            how=short("w-short", Some("numeric"))
        />
    };
    let finished = year(fields.finished, keys::masterExam::PRIOR_YEAR);
    let statuses = vec![
        Choice::new("finished", keys::masterExam::MANUAL_FINISHED),
        Choice::new("studying", keys::masterExam::MANUAL_STUDYING),
    ];
    let diploma = Callback::new(move |word: String| (word == "finished").then(|| diploma(fields)));
    let status = view! {
        <RadioCards input=fields.status legend=keys::masterExam::MANUAL_STATUS options=statuses under=diploma/>
    };
    let all = vec![
        place.into_any(),
        institution.into_any(),
        level.into_any(),
        listed::specialty(fields),
        admitted,
        number.into_any(),
        finished,
        status.into_any(),
    ];
    el("fieldset")
        .class("section-s step-manual")
        .add(el("legend").class("label").add(keys::masterExam::MANUAL_TITLE))
        .add(all)
        .into_any()
}

fn diploma(fields: Fields) -> AnyView {
    let diploma = view! {
        <TextField input=fields.diploma label=keys::masterExam::MANUAL_DIPLOMA how=short("", None)/>
    };
    let date = view! {
        <DateField input=fields.date legend=keys::masterExam::MANUAL_DIPLOMA_DATE hint=keys::field::BIRTH_DATE_HINT/>
    };
    parts((diploma.into_any(), date.into_any()))
}

/// An institution in Azerbaijan, from the list or typed.
pub(super) fn listed_institution(input: Input, label: Key) -> AnyView {
    listed::institution(input, label)
}

/// Typed, as written in the diploma.
fn institution(input: Input, label: Key) -> AnyView {
    view! {
        <TextField
            input
            label=label
            hint=keys::masterExam::MANUAL_INSTITUTION_HINT
            how=short("", None)
        />
    }
    .into_any()
}
