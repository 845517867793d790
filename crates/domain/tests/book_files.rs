//! Campaign data as files: what is taken, and what is refused with line, column and reason.
#![allow(clippy::unwrap_used, reason = "tests")]

use qabul_domain::calendar::deadline_text;
use qabul_domain::catalogue::{Code, Group};
use qabul_domain::decision::Explain as _;
use qabul_domain::facts::{ExamModel, Funding};
use qabul_domain::language::Lang;
use qabul_domain::rules::book::file::*;
use qabul_domain::rules::book::score::Points;

const SHIPPED: &str = include_str!("../../api/data/conditions.csv");
const PARTS: &str = include_str!("../../api/data/exam_components.csv");

/// The rows of a file with their lines.
fn rows<const N: usize>(csv: &str) -> Vec<(usize, [String; N])> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    let fields = |record: csv::StringRecord| {
        let all: Vec<String> = record.iter().map(str::to_owned).collect();
        <[String; N]>::try_from(all).unwrap()
    };
    reader.records().zip(1..).map(|(record, line)| (line, fields(record.unwrap()))).collect()
}

fn borrowed<const N: usize>(rows: &[(usize, [String; N])]) -> Vec<(usize, [&str; N])> {
    rows.iter().map(|(line, fields)| (*line, fields.each_ref().map(String::as_str))).collect()
}

fn maxima() -> Maxima {
    let rows = rows::<11>(PARTS);
    assert_eq!(rows[0].1, COMPONENTS);
    Maxima::read(&borrowed(&rows)[1..]).unwrap()
}

fn refused(csv: &str) -> Vec<(usize, &'static str, &'static str)> {
    let rows = rows::<12>(csv);
    let bad = conditions(&borrowed(&rows), &maxima()).unwrap_err();
    bad.into_iter().map(|wrong| (wrong.line, wrong.column, wrong.reason.code())).collect()
}

#[test]
fn clauses_3_3_and_4_1_the_shipped_conditions_are_read_whole() {
    let rows = rows::<12>(SHIPPED);
    assert_eq!(rows[0].1, CONDITIONS);
    let all = conditions(&borrowed(&rows)[1..], &maxima()).unwrap();
    assert_eq!(all.len(), 20);
    let of = |model, group| all.iter().find(|row| (row.model, row.group) == (model, group)).unwrap().least;
    let hum = of(ExamModel::TwoStage, Group::Hum);
    assert_eq!((hum.logic, hum.stage1), (Points::whole(15), Points::whole(50)));
    assert_eq!(hum.total.unwrap().of(Funding::State), Points::whole(75));
    assert_eq!(hum.stage2.unwrap().of(Funding::Paid), Points::whole(20));
    assert_eq!(of(ExamModel::SingleStage, Group::Art).stage2, None);
    for model in [ExamModel::TwoStage, ExamModel::SingleStage] {
        assert!(Group::ALL.iter().all(|group| of(model, *group).foreign == Points::whole(5)));
    }
}

#[test]
fn clause_3_3_conditions_above_the_maximum_unknown_and_contradictory_ones_are_refused() {
    let line = |text: &str| refused(text);
    assert_eq!(
        line(
            "SINGLE_STAGE,EDU,x,51,5,5,40,,,,,s\nSINGLE_STAGE,TECH,x,15,5,26,40,,,,,s\nSINGLE_STAGE,HUM,x,15,5,5,101,,,,,s\n"
        ),
        [
            (1, "min_logic", "fileAboveMaximum"),
            (2, "min_foreign_language", "fileAboveMaximum"),
            (3, "min_stage1_total", "fileAboveMaximum"),
        ]
    );
    // With the essay the foreign language has 25 points, without it 20.
    assert_eq!(line("SINGLE_STAGE_ESSAY,EDU,x,15,5,26,40,,,,,s\n"), [(1, "min_foreign_language", "fileAboveMaximum")]);
    for (row, column, code) in [
        ("THREE_STAGE,EDU,x,15,5,5,40,25,20,65,60,s\n", "exam_model", "fileUnknownCode"),
        ("TWO_STAGE,LAW,x,15,5,5,40,25,20,65,60,s\n", "group_code", "fileUnknownCode"),
        ("TWO_STAGE,EDU,x,,5,5,40,25,20,65,60,s\n", "min_logic", "fileColumn"),
        ("TWO_STAGE,EDU,x,15,-5,5,40,25,20,65,60,s\n", "min_informatics", "fileColumn"),
        ("TWO_STAGE,EDU,x,15,5,5,40,20,25,65,60,s\n", "min_stage2_paid", "filePaidAboveState"),
        ("TWO_STAGE,EDU,x,15,5,5,40,25,20,65,,s\n", "min_total_paid", "fileColumn"),
        ("SINGLE_STAGE,EDU,x,15,5,5,40,25,20,,,s\n", "min_stage2_state", "fileNotInThisModel"),
        ("TWO_STAGE,EDU,x,15,5,5,40,25,20,65,60,\n", "basis", "fileColumn"),
    ] {
        assert_eq!(line(row), [(1, column, code)], "{row}");
    }
    let good = "TWO_STAGE,EDU,x,15,5,5,40,25,20,65,60,s\n";
    assert_eq!(line(&format!("{good}{good}")), [(2, "group_code", "fileTwice")]);
}

fn table(csv: &str) -> Result<qabul_domain::rules::book::campaign::Matching, Vec<(usize, &'static str, &'static str)>> {
    let rows = rows::<4>(csv);
    let known = |code: &str| ["050632", "050101"].contains(&code);
    let found = matching(&borrowed(&rows), known, |code| code.starts_with("0602"));
    found.map_err(|bad| bad.into_iter().map(|it| (it.line, it.column, it.reason.code())).collect())
}

#[test]
fn clause_4_2_correspondence_is_read_and_unknown_codes_are_refused() {
    let found = table("050632,060203,,s\n*,060210,50,s\n*,060211,,s\n").unwrap();
    let code = |text| Code::of(text).unwrap();
    assert!(found.pairs(code("050632"), code("060203")) && !found.pairs(code("050101"), code("060203")));
    assert_eq!(found.open_from(code("060210")), Some(Points::whole(50)));
    assert_eq!((found.open_from(code("060211")), found.len()), (Some(Points(0)), 3));
    assert_eq!(
        table("050632,070203,,s\n050999,060203,,s\n050632,060203,50,s\n050101,060203,,\n*,060210,x,s\n").unwrap_err(),
        [
            (1, "wanted", "fileUnknownCode"),
            (2, "completed", "fileUnknownCode"),
            (3, "from_points", "fileColumn"),
            (4, "basis", "fileColumn"),
            (5, "from_points", "fileColumn"),
        ]
    );
    assert_eq!(table("050632,060203,,s\n050632,060203,,s\n").unwrap_err(), [(2, "wanted", "fileTwice")]);
}

fn year(csv: &str) -> Result<Vec<Year>, Vec<(usize, &'static str, &'static str)>> {
    let rows = rows::<5>(csv);
    years(&borrowed(&rows)).map_err(|bad| bad.into_iter().map(|it| (it.line, it.column, it.reason.code())).collect())
}

#[test]
fn clauses_4_1_5_5_6_1_and_6_2_windows_and_numbers_of_a_year_are_read() {
    let found = year(
        "2026,CHOICE,2026-06-08 10:00,2026-06-19 00:00,s\n2026,ENROLMENT,2026-07-15 12:00,2026-07-26 00:00,s\n\
         2026,VACANT_CHOICE,2026-08-01 10:00,2026-08-05 00:00,s\n2026,APPEALS,2026-06-10 10:00,2026-06-12 17:00,s\n\
         2026,MOST_CHOICES,20,,s\n2026,CORRECTION_DAYS,3,,s\n2026,LANGUAGE_STATE,20,,s\n2026,LANGUAGE_PAID,15,,s\n\
         2027,MOST_CHOICES,15,,s\n",
    )
    .unwrap();
    assert_eq!(found.len(), 2);
    let it = &found[0];
    assert_eq!(deadline_text(it.calendar.choice.unwrap().closes, Lang::Az), "18 iyun 2026, 23:59");
    assert!(it.calendar.vacant_choice.is_some() && it.calendar.appeals.is_some());
    assert_eq!(it.numbers.language.unwrap().of(Funding::Paid), Points::whole(15));
    assert_eq!((found[1].year, found[1].numbers.most_choices), (2027, 15));
}

#[test]
fn clause_5_5_overlapping_windows_and_impossible_ones_are_refused() {
    let choice = "2026,CHOICE,2026-06-08 10:00,2026-06-19 00:00,s\n";
    assert_eq!(
        year(&format!("{choice}2026,ENROLMENT,2026-06-18 10:00,2026-06-30 00:00,s\n")).unwrap_err(),
        [(2, "from", "fileOverlaps")]
    );
    assert_eq!(
        year(&format!("2026,VACANT_CHOICE,2026-06-01 10:00,2026-06-02 00:00,s\n{choice}")).unwrap_err(),
        [(1, "from", "fileOverlaps")],
        "before the choice it must follow"
    );
    assert!(year(&format!("{choice}2027,VACANT_CHOICE,2026-06-10 10:00,2026-06-12 00:00,s\n")).is_ok(), "another year");
    for (row, column, code) in [
        ("26,CHOICE,2026-06-08 10:00,2026-06-19 00:00,s\n", "year", "fileColumn"),
        ("2026,PICK,2026-06-08 10:00,2026-06-19 00:00,s\n", "name", "fileUnknownCode"),
        ("2026,CHOICE,08.06.2026,2026-06-19 00:00,s\n", "from", "fileColumn"),
        ("2026,CHOICE,2026-06-08 10:00,2026-06-31 00:00,s\n", "to", "fileColumn"),
        ("2026,CHOICE,2026-06-19 00:00,2026-06-08 10:00,s\n", "to", "fileEndsBeforeItBegins"),
        ("2026,ENROLMENT,2026-07-15 12:00,2026-07-20 00:00,s\n", "to", "fileShorterThanTenDays"),
        ("2026,ENROLMENT,2026-07-15 12:00,2026-07-24 12:00,s\n", "to", "fileShorterThanTenDays"),
        ("2026,ENROLMENT,2026-07-09 00:00,2026-07-18 18:00,s\n", "to", "fileShorterThanTenDays"),
        ("2026,ENROLMENT,2026-07-15 12:00,2026-07-25 11:59,s\n", "to", "fileShorterThanTenDays"),
        ("2026,MOST_CHOICES,0,,s\n", "from", "fileColumn"),
        ("2026,LANGUAGE_STATE,many,,s\n", "from", "fileColumn"),
        ("2026,MOST_CHOICES,20,,\n", "basis", "fileColumn"),
    ] {
        assert_eq!(year(row).unwrap_err(), [(1, column, code)], "{row}");
    }
    assert_eq!(
        year("2026,LANGUAGE_STATE,15,,s\n2026,LANGUAGE_PAID,20,,s\n").unwrap_err(),
        [(2, "from", "filePaidAboveState")]
    );
    assert_eq!(
        year("2026,LANGUAGE_PAID,20,,s\n2026,LANGUAGE_STATE,15,,s\n").unwrap_err(),
        [(1, "from", "filePaidAboveState")],
        "in any order"
    );
    assert!(year("2026,ENROLMENT,2026-07-15 12:00,2026-07-25 12:00,s\n").is_ok(), "ten days of 24 hours, 6.1");
    assert_eq!(year("2026,LANGUAGE_STATE,15,,s\n").unwrap_err(), [(1, "name", "fileColumn")], "one without the other");
    assert_eq!(year(&format!("{choice}{choice}")).unwrap_err(), [(2, "name", "fileTwice")]);
}

#[test]
fn every_refusal_of_a_file_is_told_in_three_languages() {
    let all = [
        Reason::Wants(["a", "b", "c"]),
        Reason::UnknownCode,
        Reason::AboveMaximum(Points::whole(50)),
        Reason::Twice(2),
        Reason::PaidAboveState,
        Reason::NotInThisModel,
        Reason::EndsBeforeItBegins,
        Reason::Overlaps(2),
        Reason::ShorterThanTenDays,
    ];
    for reason in all {
        let [az, en, ru] = Lang::ALL.map(|lang| reason.text(lang));
        assert!(az != en && en != ru && [&az, &en, &ru].iter().all(|text| text.ends_with('.')), "{az}");
    }
}
