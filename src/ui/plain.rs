//! A page without looks: every screen, every field, every way on. Everything is text; markup is only written here.

use super::{PageContext, live::name};
use crate::{
    flow::{
        Screen,
        screen::{
            About, Action, DeviceMethod, FieldKind, FieldView, FormPage, FormView, Instruction,
            Link, Recheck, Remediation, Text,
        },
    },
    i18n::{Texts, idx_text},
};

/// The document.
pub(super) fn document(screen: &Screen, context: &PageContext) -> String {
    let texts = Texts::of(context.locale);
    let mut page = Page {
        html: String::new(),
        texts,
    };
    page.screen(screen, context);
    let locale = context.locale;
    format!(
        "<!doctype html><html lang=\"{}\" dir=\"{}\"><head><meta charset=\"utf-8\"><title>{}</title>\
         <link rel=\"stylesheet\" href=\"{}\"></head><body><main>{}</main></body></html>",
        locale.tag(),
        locale.direction().as_str(),
        escape(&context.brand.name),
        escape(&context.assets.stylesheet),
        page.html
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

struct Page {
    html: String,
    texts: Texts,
}

impl Page {
    fn say(&self, text: &Text) -> String {
        escape(
            &idx_text(self.texts, &text.key, &text.params)
                .map_or_else(|| text.fallback.clone(), |found| found.0),
        )
    }

    fn add(&mut self, html: &str) {
        self.html.push_str(html);
    }

    fn title(&mut self, title: &str) {
        self.add(&format!("<h1>{title}</h1>"));
    }

    fn screen(&mut self, screen: &Screen, context: &PageContext) {
        match screen {
            Screen::Identify(page) | Screen::Password(page) | Screen::Generic(page) => {
                self.forms(page)
            }
            Screen::Device(challenge) => {
                self.title(&self.say(&challenge.title));
                self.about(&challenge.about);
                if let DeviceMethod::Loopback { addresses, .. } = &challenge.method {
                    for address in addresses {
                        self.add(&format!(
                            "<a href=\"{}\">{}</a> ",
                            escape(&address.link),
                            escape(&address.base)
                        ));
                    }
                }
                self.button(&challenge.poll.action);
                challenge.stop.iter().for_each(|action| self.button(action));
            }
            Screen::Grace(grace) => {
                self.title(&self.say(&grace.title));
                self.about(&grace.about);
                if let Some(due) = &grace.due {
                    self.add(&format!("<p>{}</p>", self.say(due)));
                }
                self.remediation(&grace.remediation);
                self.button(&grace.go_on);
            }
            Screen::Denied(denied) => {
                self.title(&self.say(&denied.title));
                self.about(&denied.about);
                self.remediation(&denied.remediation);
                self.recheck(&denied.recheck);
            }
            Screen::DeniedGeneric(ending) | Screen::Terminal(ending) | Screen::Expired(ending) => {
                self.about(&ending.about);
                ending
                    .recheck
                    .iter()
                    .for_each(|recheck| self.recheck(recheck));
                ending
                    .start_again
                    .iter()
                    .for_each(|action| self.button(action));
                ending.onward.iter().for_each(|link| self.link(link));
            }
            Screen::Success(success) => {
                self.about(&success.about);
                self.add(
                    "<form method=\"get\" action=\"\"><button name=\"continue\">OK</button></form>",
                );
            }
            Screen::Problem(problem) => {
                self.add(&format!(
                    "<p>{:?}</p><p>{}</p>",
                    problem.kind,
                    escape(&context.reference)
                ));
                problem
                    .start_again
                    .iter()
                    .for_each(|action| self.button(action));
            }
        }
    }

    fn about(&mut self, about: &About) {
        for notice in &about.notices {
            self.add(&format!("<p role=\"alert\">{}</p>", self.say(&notice.text)));
            notice.links.iter().for_each(|link| self.link(link));
        }
        let who = about.identifier.as_deref().unwrap_or_default();
        self.add(&format!("<p>{}</p>", escape(who)));
        about.cancel.iter().for_each(|action| self.button(action));
    }

    fn forms(&mut self, page: &FormPage) {
        self.title(&self.say(&page.title));
        self.about(&page.about);
        page.main
            .iter()
            .chain(&page.alternatives)
            .for_each(|form| self.form(form));
        page.actions
            .iter()
            .chain(page.poll.iter().map(|poll| &poll.action))
            .for_each(|action| self.button(action));
        page.providers.iter().for_each(|link| self.link(link));
    }

    fn form(&mut self, form: &FormView) {
        self.add(&format!(
            "<form method=\"post\" action=\"\"><input type=\"hidden\" name=\"form\" value=\"{}\">",
            escape(&form.name)
        ));
        form.fields.iter().for_each(|field| self.field(field));
        self.add(&format!(
            "<button>{}</button></form>",
            self.say(&form.submit)
        ));
    }

    fn field(&mut self, field: &FieldView) {
        let (field_name, label) = (escape(&field.name), self.say(&field.label));
        match &field.kind {
            FieldKind::Choices { choices, .. } => {
                for choice in choices {
                    let (value, text) = (escape(&choice.value), self.say(&choice.label));
                    self.add(&format!("<label><input type=\"radio\" name=\"{field_name}\" value=\"{value}\">{text}</label>"));
                    choice.fields.iter().for_each(|field| self.field(field));
                }
            }
            FieldKind::Checkbox { checked } => {
                let checked = if *checked { " checked" } else { "" };
                self.add(&format!("<label><input type=\"checkbox\" name=\"{field_name}\" value=\"true\"{checked}>{label}</label>"));
            }
            kind => {
                let kind = if *kind == FieldKind::Secret {
                    "password"
                } else {
                    "text"
                };
                let value = escape(&field.value);
                self.add(&format!("<label>{label}<input type=\"{kind}\" name=\"{field_name}\" value=\"{value}\" autocomplete=\"{}\"></label>", field.autocomplete));
            }
        }
        for error in &field.errors {
            self.add(&format!("<p class=\"error\">{}</p>", self.say(error)));
        }
    }

    fn remediation(&mut self, remediation: &Remediation) {
        for option in &remediation.options {
            self.add("<ul>");
            for item in &option.items {
                self.add("<li>");
                if let Some(check) = &item.check {
                    self.add(&format!(
                        "<h2>{}</h2>{:?} ",
                        escape(&name(check, self.texts)),
                        check.verdict
                    ));
                }
                match &item.instruction {
                    Instruction::Built(text) => self.add(&self.say(text)),
                    Instruction::Custom(text) => self.add(&format!(
                        "<span lang=\"\" dir=\"auto\">{}</span>",
                        escape(text)
                    )),
                    Instruction::None => {}
                }
                item.link.iter().for_each(|link| self.link(link));
            }
            self.add("</ul>");
        }
        remediation
            .help
            .iter()
            .filter_map(|help| help.link.as_ref())
            .for_each(|link| self.link(link));
    }

    fn recheck(&mut self, recheck: &Recheck) {
        match recheck {
            Recheck::Here(action) | Recheck::StartAgain(action) => self.button(action),
        }
    }

    fn button(&mut self, action: &Action) {
        self.add(&format!("<form method=\"post\" action=\"\"><button name=\"form\" value=\"{}\">{}</button></form>", escape(&action.form), self.say(&action.label)));
    }

    fn link(&mut self, link: &Link) {
        self.add(&format!(
            "<a href=\"{}\" rel=\"noopener noreferrer\">{}</a>",
            escape(&link.url),
            escape(&link.host)
        ));
    }
}
