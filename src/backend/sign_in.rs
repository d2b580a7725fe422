//! `/idp/idx/…` and `/oauth2/…`: transactions as a state machine, interaction codes, tokens.
