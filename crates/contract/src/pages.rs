//! Addresses of the portal's pages, for the server that answers with the program of the browser: what is none of them gets
//! the same program with status 404. The browser's own table of pages is held against this one by a test there.

/// Every page; `:` begins a word that may be anything.
pub const PAGES: &[&str] = &[
    "/",
    "/login",
    "/register",
    "/register/:step",
    "/help",
    "/help/guide",
    "/help/commissions",
    "/help/appeal",
    "/help/privacy",
    "/help/accessibility",
    "/password",
    "/eligibility",
    "/email",
    "/account/password",
    "/account/phone",
    "/account/email",
    "/account/person",
    "/account/residence",
    "/account/sessions",
    "/account/second-factor",
    "/account/second-factor/codes",
    "/account/second-factor/off",
    "/services",
    "/wallet",
    "/wallet/return",
    "/notices",
    "/profile",
    "/placement/verify",
    "/applications",
    "/applications/:id",
    "/applications/:id/check",
    "/applications/:id/done",
    "/applications/:id/:step",
];

/// Whether there is a page at a path. A slash at the end and doubled ones do not count, as in the browser.
pub fn is_page(path: &str) -> bool {
    let words = |path: &'static str| path.split('/').filter(|word| !word.is_empty());
    PAGES.iter().any(|page| {
        let mut asked = path.split('/').filter(|word| !word.is_empty());
        words(page).all(|word| asked.next().is_some_and(|asked| word.starts_with(':') || word == asked))
            && asked.next().is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_page_word_by_word() {
        for page in
            ["/", "/login", "/login/", "/applications/7", "/applications/7/masterExam.personal", "/wallet/return"]
        {
            assert!(is_page(page), "{page}");
        }
        for other in ["/nowhere", "/login/x", "/applications/7/check/x", "/wallets", "/account"] {
            assert!(!is_page(other), "{other}");
        }
    }
}
