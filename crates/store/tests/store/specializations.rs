//! Table `specialization`: one row for each code, section and funding; putting it again updates the row.

use qabul_store::specializations::{self, Specialization};
use qabul_store::testing::{Engine, TestDb};

fn row(code: &str, funding: &str, capacity: i64, sort: i64) -> Specialization {
    Specialization {
        code: code.to_owned(),
        section: "AZ".to_owned(),
        funding: funding.to_owned(),
        specialty: "060404".to_owned(),
        title_az: "İqtisadiyyat".to_owned(),
        title_en: "Economics".to_owned(),
        title_ru: "Экономика".to_owned(),
        teaching_language: "az".to_owned(),
        class: "GENERAL".to_owned(),
        specialization_language: "none".to_owned(),
        specialty_group: "ECON".to_owned(),
        institution: "UNEC".to_owned(),
        capacity,
        ranking: "TOTAL".to_owned(),
        basis: "INVENTED".to_owned(),
        sort,
    }
}

async fn kept_in_order_and_brought_up_to_date(engine: Engine) {
    let db = TestDb::open(engine).await;
    let all = db
        .db
        .transact(async |tx| {
            specializations::put(tx, &row("990002", "STATE", 5, 2)).await?;
            specializations::put(tx, &row("990001", "STATE", 5, 1)).await?;
            specializations::put(tx, &row("990001", "PAID", 7, 1)).await?;
            specializations::put(tx, &row("990002", "STATE", 9, 2)).await?;
            assert!(specializations::remove(tx, "990001", "AZ", "STATE").await?);
            assert!(!specializations::remove(tx, "990001", "RU", "PAID").await?, "no such row");
            specializations::all(tx).await
        })
        .await
        .unwrap();
    assert_eq!(all, [row("990001", "PAID", 7, 1), row("990002", "STATE", 9, 2)]);
    db.close().await;
}

#[tokio::test]
async fn rows_of_the_catalogue_are_kept_on_sqlite() {
    kept_in_order_and_brought_up_to_date(Engine::Sqlite).await;
}

#[tokio::test]
async fn rows_of_the_catalogue_are_kept_on_postgresql() {
    kept_in_order_and_brought_up_to_date(Engine::Postgres).await;
}
