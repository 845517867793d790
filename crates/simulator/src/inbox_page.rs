//! The page that shows SMS and e-mails of a demo and the switches of the systems.

use std::fmt::Write;

use qabul_domain::language::Lang;

use crate::html::{escape, moment, page};
use crate::inbox::{Mail, Sms};
use crate::payments::{Order, OrderStatus};
use crate::persons::{Person, persons};
use crate::shared::Shared;
use crate::switches::{Mode, System};

/// Number of messages shown; `/inbox.json` contains all.
const SHOWN: usize = 30;

pub(crate) fn render(shared: &Shared) -> String {
    let (sms, mails) = {
        let inbox = shared.inbox();
        let sms: Vec<Sms> = inbox.sms.iter().rev().take(SHOWN).cloned().collect();
        let mails: Vec<Mail> = inbox.mails.iter().rev().take(SHOWN).cloned().collect();
        (sms, mails)
    };
    let orders: Vec<Order> = shared.orders().all().rev().take(SHOWN).cloned().collect();

    let mut body = String::from(
        r##"<h1>SMS və e-poçt</h1>
<p>Portalın göndərdiyi SMS və məktublar burada görünür. <span class="muted" lang="en">What the portal sends by SMS and e-mail is shown here.</span></p>
<nav aria-label="Bölmələr"><ul><li><a href="/">Yenilə</a></li><li><a href="#sms">SMS</a></li><li><a href="#mails">E-poçt</a></li><li><a href="#payments">Ödənişlər</a></li><li><a href="#persons">Şəxslər</a></li><li><a href="#switches">Açarlar</a></li></ul></nav>
"##,
    );
    heading(&mut body, "sms", "SMS", "Text messages");
    list(&mut body, &sms, "Hələ SMS yoxdur.", sms_card);
    heading(&mut body, "mails", "E-poçt", "E-mails");
    list(&mut body, &mails, "Hələ məktub yoxdur.", mail_card);
    heading(&mut body, "payments", "Ödənişlər", "Payments");
    list(&mut body, &orders, "Hələ ödəniş yoxdur.", order_card);
    heading(&mut body, "persons", "Sınaq şəxsləri", "Demonstration persons");
    persons_table(&mut body);
    heading(&mut body, "switches", "Açarlar", "How each system behaves");
    switches(&mut body, shared);
    page("az", "SMS və e-poçt", &body)
}

// Writing into a String cannot fail, so the results of `write!` are ignored.

fn heading(body: &mut String, id: &str, az: &str, en: &str) {
    let _ = write!(body, r#"<h2 id="{id}">{az} <span class="hint" lang="en">{en}</span></h2>"#);
}

fn list<T>(body: &mut String, items: &[T], empty: &str, card: fn(&mut String, &T)) {
    if items.is_empty() {
        let _ = write!(body, r#"<p class="muted">{empty}</p>"#);
        return;
    }
    body.push_str(r#"<ul class="cards">"#);
    for item in items {
        body.push_str(r#"<li class="card">"#);
        card(body, item);
        body.push_str("</li>");
    }
    body.push_str("</ul>");
}

fn sms_card(body: &mut String, sms: &Sms) {
    let _ = write!(body, r#"<p class="muted">{} · {}</p>"#, escape(&sms.to), moment(sms.at));
    if let Some(code) = sms.code() {
        let _ = write!(body, r#"<p><span class="code">{code}</span></p>"#);
    }
    let _ = write!(body, r#"<p class="text">{}</p>"#, escape(&sms.text));
}

fn mail_card(body: &mut String, mail: &Mail) {
    let to = escape(&mail.to.join(", "));
    let _ = write!(body, r#"<p class="muted">{to} · {}</p>"#, moment(mail.at));
    let _ = write!(body, "<p><strong>{}</strong></p>", escape(&mail.subject));
    let _ = write!(body, r#"<p class="text">{}</p>"#, escape(&mail.text));
    for (index, file) in mail.files.iter().enumerate() {
        let kilobytes = file.bytes.len().div_ceil(1_024);
        let name = escape(&file.name);
        let _ = write!(
            body,
            r#"<p><a href="/mails/{}/files/{index}">{name}</a> <span class="muted">{kilobytes} kB</span></p>"#,
            mail.number
        );
    }
}

fn order_card(body: &mut String, order: &Order) {
    let (class, word) = match order.status {
        OrderStatus::Created => ("wait", "Gözləyir"),
        OrderStatus::Paid => ("good", "Ödənilib"),
        OrderStatus::Failed => ("bad", "Ləğv edilib"),
        OrderStatus::Reversed => ("bad", "Geri qaytarılıb"),
    };
    let id = escape(&order.provider_id);
    let _ = write!(
        body,
        r#"<p><span class="badge {class}">{word}</span> <strong>{}</strong> <span class="mono muted">{id}</span></p>"#,
        order.amount.display(Lang::Az)
    );
    if !order.callback_statuses.is_empty() {
        let statuses: Vec<String> = order.callback_statuses.iter().map(u16::to_string).collect();
        let _ = write!(
            body,
            r#"<p class="hint">Portalın cavabları <span lang="en">(call-back answers)</span>: {}</p>"#,
            statuses.join(", ")
        );
    }
    let act = match order.status {
        OrderStatus::Created => {
            let _ = write!(body, r#"<p><a href="/pay/{id}">Ödəniş səhifəsi</a></p>"#);
            return;
        }
        _ if order.owed.is_some() => ("release", "Bildirişi indi göndər", "Send the call-back now"),
        OrderStatus::Paid => ("reverse", "Pulu geri qaytar", "Give the money back"),
        OrderStatus::Failed | OrderStatus::Reversed => return,
    };
    let _ = write!(
        body,
        r#"<form method="post" action="/pay/{id}/{}"><button class="second">{} <small lang="en">({})</small></button></form>"#,
        act.0, act.1, act.2
    );
}

fn persons_table(body: &mut String) {
    body.push_str(
        r#"<div class="scroll" role="region" aria-label="Sınaq şəxsləri" tabindex="0"><table><caption>Qeydiyyat üçün FİN və doğum tarixini (əcnəbilər üçün icazənin seriya və nömrəsini) götürün. <span lang="en">Register with FIN and birth date; foreigners with the permit.</span></caption><thead><tr><th scope="col">FİN</th><th scope="col">Doğum tarixi</th><th scope="col">Sənəd</th><th scope="col">Ad</th><th scope="col">Nəyi göstərir</th></tr></thead><tbody>"#,
    );
    for person in persons() {
        let Person { fin, surname, name, patronymic, .. } = person;
        let document = match &person.permit {
            Some(permit) => format!("{} {}", permit.series, permit.number),
            None => person.document.clone(),
        };
        let _ = write!(
            body,
            r#"<tr><th scope="row" class="mono">{}</th><td>{}</td><td class="mono">{}</td><td>{}</td><td>{} <small class="muted" lang="en">{}</small></td></tr>"#,
            escape(fin),
            person.birth_date.format("%d.%m.%Y"),
            escape(&document),
            escape(format!("{surname} {name} {patronymic}").trim_end()),
            escape(&person.shows_az),
            escape(&person.shows_en),
        );
    }
    body.push_str("</tbody></table></div>");
}

fn switches(body: &mut String, shared: &Shared) {
    body.push_str(r#"<ul class="cards">"#);
    for system in System::ALL {
        let (az, en) = system.names();
        let now = shared.switches.get(system);
        let key = system.key();
        let seconds = if let Mode::Slow { millis } = now { millis.div_ceil(1_000) } else { 6 };
        let badge = if now == Mode::Normal { "good" } else { "wait" };
        let _ = write!(
            body,
            r#"<li class="card"><form class="row" method="post" action="/switches/form"><input type="hidden" name="system" value="{key}"><div><label for="mode-{key}">{az} <span class="hint" lang="en">{en}</span></label><select id="mode-{key}" name="mode">"#
        );
        for (value, word, there) in choices(system) {
            let selected = if value == key_of(now) { " selected" } else { "" };
            let _ = write!(body, r#"<option value="{value}"{selected}>{word} ({there})</option>"#);
        }
        let _ = write!(
            body,
            r#"</select></div><div><label for="seconds-{key}">Saniyə</label><input id="seconds-{key}" name="seconds" type="number" min="0" max="120" value="{seconds}"></div><button class="second">Yadda saxla<span hidden> {az}</span></button><span class="badge {badge}">{}</span></form></li>"#,
            choices(system).into_iter().find(|choice| choice.0 == key_of(now)).map_or("Adi", |choice| choice.1)
        );
    }
    body.push_str(
        r#"</ul><form method="post" action="/switches/reset"><div class="acts"><button class="second">Hamısını adi et <small lang="en">(all normal)</small></button></div></form>"#,
    );
}

fn key_of(mode: Mode) -> &'static str {
    match mode {
        Mode::Normal => "normal",
        Mode::Slow { .. } => "slow",
        Mode::Silent => "silent",
        Mode::Error => "error",
        Mode::Nonsense => "nonsense",
        Mode::Half => "half",
        Mode::WrongPerson => "wrongPerson",
    }
}

fn choices(system: System) -> Vec<(&'static str, &'static str, &'static str)> {
    let mut choices = vec![
        ("normal", "Adi", "normal"),
        ("slow", "Yavaş", "slow"),
        ("silent", "Cavabsız", "silent"),
        ("error", "Nasazlıq", "error 500"),
        ("nonsense", "Mənasız cavab", "nonsense"),
    ];
    if system.is_register() {
        choices.push(("wrongPerson", "Başqa şəxs", "wrong person"));
    }
    choices
}
