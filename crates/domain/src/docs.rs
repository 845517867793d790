//! Generates `docs/states.md` and `docs/rules.md` from the tables. A test compares the result with the files.

use std::fmt::Write as _;

use crate::decision::{Clause, Explain as _};
use crate::language::Lang;
use crate::procedure::{Effect, Lifecycle, Move, Procedure, Word};
use crate::procedures::master_exam::MasterExam;
use crate::rules::book::told::COMPLAINT;
use crate::rules::book::{Check, QAYDALAR_2017, Row, Stage, Stages};
use crate::rules::{Rule, policy};

const NOTICE: &str =
    "<!-- Printed from the tables in crates/domain by `cargo xtask docs`. Change the tables, not this page. -->\n\n";

/// The content of `docs/states.md`: a table and a diagram for every procedure.
pub fn states_markdown() -> String {
    let mut page = format!(
        "# States\n\n{NOTICE}One line is one row of a `MOVES` table. An event is offered only to the actor and in the states of its \
         row; *judged* means that the steps must be complete and no clause broken.\n"
    );
    procedure_section::<MasterExam>(&mut page);
    page
}

/// The content of `docs/rules.md`: the complete act, clause by clause, and the conditions of campaign and portal.
pub fn rules_markdown() -> String {
    let mut page = format!(
        "# Rules\n\n{NOTICE}{}.\n\nClauses in the order the act prints them: what each says, whom it binds, which facts it looks at, \
         when it is asked, what it may tell with sample numbers, what is left to people, and the test that proves it. A register \
         that is silent never refuses: the clause is then *unknown*. A clause whose component the exam model lacks is *not \
         applicable* and says so.\n\nThe portal’s services ask the clauses at registration. What is marked *book only* is judged by \
         the book and proved by its test, but no service asks it or does it yet.\n\nThe Azerbaijani text is that of the act; English \
         and Russian are translations and not official. What is no clause is cited as what it is: the campaign’s announcement, the \
         Centre’s manual or the portal’s terms. Every refusal under them and every notice of a decision against somebody ends \
         with: “{}”\n",
        QAYDALAR_2017.act[1], COMPLAINT[0],
    );
    let titles = [
        "Chapter 1. General provisions",
        "Chapter 2. Acceptance of applications",
        "Chapter 3. The entrance exam",
        "Chapter 4. The choice of specializations",
        "Chapter 5. The competition",
        "Chapter 6. Closing provisions",
        "Beside the act: the campaign’s announcement, the Centre’s manual, the portal’s terms",
    ];
    for (title, rows) in titles.into_iter().zip(QAYDALAR_2017.chapters) {
        let _ = writeln!(page, "\n## {title}");
        for row in *rows {
            clause_section(&mut page, row);
        }
    }
    rules_section(&mut page, "Told at registration beside the act", policy::RULES);
    page
}

fn labels<T>(all: impl Iterator<Item = T>, label: impl Fn(T) -> &'static str) -> String {
    let all: Vec<&str> = all.map(label).collect();
    if all.is_empty() { "none".to_owned() } else { all.join(", ") }
}

fn stages(set: Stages) -> Option<String> {
    let of = |set: Stages| Stage::ALL.into_iter().filter(move |stage| set.has(*stage));
    let word = |stage: Stage| {
        let label = stage.label(Lang::En);
        if stage.is_served() { label.to_owned() } else { format!("{label} (book only)") }
    };
    of(set).next().map(|_| of(set).map(word).collect::<Vec<_>>().join(", "))
}

fn clause_section(page: &mut String, row: &Row) {
    let [az, en, ru] = row.says;
    let _ = write!(page, "\n### {}\n\n> {az}\n>\n> {en}\n>\n> {ru}\n\n", row.clause.0);
    let _ = writeln!(page, "* Binds: {}", labels(row.bound.iter(), |bound| bound.label(Lang::En)));
    let _ = writeln!(page, "* Looks at: {}", labels(row.facts.kinds(), |kind| kind.label(Lang::En)));
    let asked = [("of the person", stages(row.of_person)), ("of each wish", stages(row.of_wish))];
    let asked: Vec<String> =
        asked.into_iter().filter_map(|(whom, when)| when.map(|when| format!("{whom}: {when}"))).collect();
    let _ = writeln!(page, "* Asked {}", asked.join("; "));
    if let Some(component) = row.component {
        let _ = writeln!(page, "* Where the exam model has no such part: {}", component.absent(Lang::En));
    }
    let decided = match row.check {
        Check::Software(_) => "the software",
        Check::Shared(..) => "the software, and people where it says so",
        Check::LeftToPeople(_) => "people",
    };
    let _ = writeln!(page, "* Decided by {decided}");
    if let Some(help) = row.help(Lang::En) {
        let [az, ru] = [Lang::Az, Lang::Ru].map(|lang| row.help(lang).unwrap_or_default());
        let foreseen = if row.help_is_foreseen() { " (book only)" } else { "" };
        let _ = writeln!(page, "* Left to people{foreseen}: {help}\n  * az: {az}\n  * ru: {ru}");
    }
    let _ = writeln!(page, "* Proved by `{}`", row.proof);
    if row.outcomes.is_empty() {
        return;
    }
    page.push_str("\n| outcome | az | en | ru |\n| --- | --- | --- | --- |\n");
    for reason in row.outcomes {
        let [az, en, ru] = Lang::ALL.map(|lang| reason.text(lang));
        let _ = writeln!(page, "| `{}` | {az} | {en} | {ru} |", reason.code());
    }
}

fn effect_text(effect: &Effect) -> String {
    match effect {
        Effect::Claim => "claim".to_owned(),
        Effect::Release => "release".to_owned(),
        Effect::Take => "take".to_owned(),
        Effect::GiveBack => "give back".to_owned(),
        Effect::Charge => "charge".to_owned(),
        Effect::Snapshot => "snapshot".to_owned(),
        Effect::Mark => "mark".to_owned(),
        Effect::Reopen => "reopen".to_owned(),
        Effect::Revoke(kind) => format!("revoke `{kind}`"),
        Effect::Notice(name) => format!("notice `{name}`"),
        Effect::Document(kind) => format!("document `{kind}`"),
        Effect::Timer(name) => format!("timer `{name}`"),
        Effect::Cancel(name) => format!("cancel `{name}`"),
        Effect::Later(job) => format!("job `{job}`"),
    }
}

fn words<W: Word>(words: &[W]) -> String {
    words.iter().map(|word| format!("`{}`", word.word())).collect::<Vec<_>>().join(", ")
}

/// Whether no row leads out of a state.
fn is_final<L: Lifecycle>(moves: &[Move<L>], state: L::State) -> bool {
    !moves.iter().any(|row| row.from.contains(&state))
}

// Writing to a String cannot fail, so the results of `write!` are ignored.
fn procedure_section<P: Procedure>(page: &mut String) {
    let steps = P::STEPS.iter().map(|step| format!("`{}`", step.id)).collect::<Vec<_>>().join(", ");
    let ends: Vec<P::State> = P::State::ALL.iter().copied().filter(|state| is_final(P::MOVES, *state)).collect();
    let editable: Vec<P::State> = P::State::ALL.iter().copied().filter(|state| P::editable(*state)).collect();
    let _ = write!(
        page,
        "\n## {}\n\nRules: `{}`. Steps: {steps}. States: {}. Answers can be changed in: {}. Ends: {}.\n\n",
        P::KIND,
        P::RULE_SET,
        words(P::State::ALL),
        words(&editable),
        words(&ends),
    );
    page.push_str("| from | event | by | to | clause | when | judged | two officers | effects |\n");
    page.push_str("| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    for row in P::MOVES {
        let Clause(clause) = row.clause;
        let effects = row.effects.iter().map(effect_text).collect::<Vec<_>>().join(", ");
        let yes = |flag| if flag { "yes" } else { "" };
        let _ = writeln!(
            page,
            "| {} | `{}` | {} | `{}` | {clause} | {} | {} | {} | {effects} |",
            words(row.from),
            row.on.word(),
            row.by.word(),
            row.to.word(),
            row.when.word(),
            yes(row.judged),
            yes(row.four_eyes),
        );
    }
    page.push_str("\n```mermaid\nstateDiagram-v2\n");
    let _ = writeln!(page, "    [*] --> {}", P::START.word());
    for row in P::MOVES {
        for from in row.from {
            let _ = writeln!(page, "    {} --> {}: {} ({})", from.word(), row.to.word(), row.on.word(), row.by.word());
        }
    }
    for end in ends {
        let _ = writeln!(page, "    {} --> [*]", end.word());
    }
    page.push_str("```\n");
}

fn rules_section<R>(page: &mut String, title: &str, rules: &[Rule<R>]) {
    let _ = write!(page, "\n## {title}\n\n| clause | says | deyir | codes |\n| --- | --- | --- | --- |\n");
    for rule in rules {
        let Clause(clause) = rule.clause;
        let [az, en, _] = rule.says;
        let codes = rule.codes.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
        let _ = writeln!(page, "| {clause} | {en} | {az} | {codes} |");
    }
}
