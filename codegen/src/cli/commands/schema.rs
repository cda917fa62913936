//! `schema`: the JSON Schema of the spec's files, for editors.

use std::io::{self, Write};

use crate::cli::args::Schema;
use crate::cli::status::{Outcome, answered};
use crate::reference::{spec_schema, waivers_schema};

pub(in crate::cli) fn run(Schema { waivers }: &Schema) -> Outcome {
    let schema = if *waivers { waivers_schema() } else { spec_schema() };
    answered(&io::stdout().write_all(schema.as_bytes()))
}
