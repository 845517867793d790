//! Step 2: FIN and a second fact, then the question whether the shown data are correct. With the FIN alone anybody
//! could see the name of another person.

use leptos::prelude::*;
use qabul_contract::registrations::{CheckIdentity, Registration, WayIn};
use qabul_domain::person::Fin;

use super::{Flow, Step, head, onward};
use crate::i18n::{keys, text_of};
use crate::ui::{
    Answer, Answers as AnswerList, Button, Choice, DateField, FinField, Form, FormBox, Icon, Input, Kind, Message,
    RadioCards, TextField, actions, date::past_error, fields::Control, parts,
};

#[derive(Clone, Copy)]
pub(super) struct Answers {
    form: Form,
    confirm: Form,
    fin: Input,
    second: Input,
    birth: Input,
    document: Input,
}

impl Answers {
    pub(super) fn new() -> Self {
        let form = Form::new();
        let fin = form.input("fin", |typed| Fin::parse(typed).is_err().then_some(Message::Key(keys::field::FIN_BAD)));
        let second = form.optional("second");
        second.set("birth");
        let by_birth = move || second.value.with_untracked(|value| value == "birth");
        let birth = form.input("birthDate", move |value| past_error(value).filter(|_| by_birth()));
        let document = form.input("documentNumber", move |value| {
            (!by_birth() && value.trim().is_empty()).then_some(Message::Key(keys::registration::DOCUMENT_REQUIRED))
        });
        Self { form, confirm: Form::new(), fin, second, birth, document }
    }
}

pub(super) fn ask(flow: Flow, answers: Answers) -> AnyView {
    let Answers { form, fin, second, birth, document, .. } = answers;
    let send = Callback::new(move |()| {
        let by_birth = second.now() == "birth";
        let body = CheckIdentity {
            fin: fin.now(),
            birth_date: by_birth.then(|| birth.now()),
            document_number: if by_birth { None } else { Some(document.now()) },
        };
        flow.send(form, "/identity", body);
    });
    let options = vec![
        Choice::new("birth", keys::registration::SECOND_BIRTH),
        Choice::new("document", keys::registration::SECOND_DOCUMENT),
    ];
    let under = Callback::new(move |value: String| {
        Some(if value == "birth" {
            view! {
                <DateField
                    input=birth
                    legend=keys::field::BIRTH_DATE
                    hint=keys::field::BIRTH_DATE_HINT
                    birth=true
                />
            }
            .into_any()
        } else {
            let how = Control { capitals: Some("characters"), autocomplete: Some("off"), ..Control::default() };
            view! { <TextField input=document label=keys::field::DOCUMENT hint=keys::field::DOCUMENT_HINT how/> }
                .into_any()
        })
    });
    let choice =
        view! { <RadioCards input=second legend=keys::registration::SECOND_FACT options=options under=under/> };
    let check = onward(keys::common::CHECK, None, form.busy, keys::common::CHECKING);
    let fields = parts((view! { <FinField input=fin/> }.into_any(), (choice.into_any(), actions(check))));
    parts((
        head(keys::registration::IDENTITY_TITLE, keys::registration::IDENTITY_LEAD),
        view! { <FormBox form on_send=send>{fields}</FormBox> }.into_any(),
    ))
}

pub(super) fn confirm(flow: Flow, answers: Answers) -> AnyView {
    let form = answers.confirm;
    let send = Callback::new(move |()| {
        flow.send_then(form, "/identity/confirm", None, move |registration: Registration| {
            flow.take(registration);
        });
    });
    let masked = move |what: fn(&Registration) -> Option<String>| text_of(move || flow.read(what).unwrap_or_default());
    let proof = match flow.way() {
        WayIn::Permit => Answer::new(keys::registration::PERMIT, masked(|known| known.masked_document.clone())),
        WayIn::Citizen | WayIn::Protection => Answer::new(keys::field::FIN, masked(|known| known.masked_fin.clone())),
    };
    let rows = vec![Answer::new(keys::registration::NAME, masked(|known| known.masked_name.clone())), proof];
    let yes = onward(keys::registration::CONFIRM_ME, Some(Icon::Arrow), form.busy, keys::common::SENDING);
    let back = Callback::new(move |()| flow.go(Step::Identity, false));
    let no = view! { <Button kind=Kind::Quiet label=keys::registration::NOT_ME on_press=back/> }.into_any();
    let fields = parts((view! { <AnswerList rows=rows/> }.into_any(), actions((yes, no))));
    parts((
        head(keys::registration::IS_THIS_YOU, keys::registration::MASKED_LEAD),
        view! { <FormBox form on_send=send>{fields}</FormBox> }.into_any(),
    ))
}
