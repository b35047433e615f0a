//! What one would write first with tantivy: the yardstick.

use std::path::Path;

use attache_index::Article;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{
    Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term};

const TOKENIZER: &str = "en_stem";
/// As our own builds have it.
const WRITER_BYTES: usize = 64 << 20;
const FETCHED: usize = 10;

pub(crate) struct Plain {
    searcher: Searcher,
    analyzer: TextAnalyzer,
    text: Field,
}

impl Plain {
    pub(crate) fn in_memory(articles: &[Article]) -> Self {
        let (schema, text) = schema();
        let index = Index::create_in_ram(schema);
        let writer = index.writer_with_num_threads(1, WRITER_BYTES);
        fill(writer.expect("the budget is large enough"), text, articles);
        Self::new(&index)
    }

    pub(crate) fn build(dir: &Path, articles: &[Article]) {
        let (schema, text) = schema();
        std::fs::create_dir_all(dir).expect("the folder can be written");
        let index = Index::create_in_dir(dir, schema).expect("the folder is empty");
        let threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(8));
        let writer = index.writer_with_num_threads(threads, threads * WRITER_BYTES);
        fill(writer.expect("the budget is large enough"), text, articles);
    }

    pub(crate) fn open(dir: &Path) -> Self {
        Self::new(&Index::open_in_dir(dir).expect("it was just built"))
    }

    fn new(index: &Index) -> Self {
        let reader = index.reader().expect("a fresh index can be read");
        Self {
            searcher: reader.searcher(),
            analyzer: index.tokenizers().get(TOKENIZER).expect("tantivy has it"),
            text: index.schema().get_field("text").expect("the schema has it"),
        }
    }

    /// The texts of the ten best paragraphs.
    pub(crate) fn ask(&self, question: &str) -> Vec<String> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut analyzer = self.analyzer.clone();
        let mut tokens = analyzer.token_stream(question);
        while let Some(token) = tokens.next() {
            let term = Term::from_field_text(self.text, &token.text);
            let clause = TermQuery::new(term, IndexRecordOption::WithFreqs);
            clauses.push((Occur::Should, Box::new(clause)));
        }
        let best = TopDocs::with_limit(FETCHED).order_by_score();
        let found = self.searcher.search(&BooleanQuery::new(clauses), &best);
        let fetched = found.expect("the index is sound").into_iter();
        let texts = fetched.filter_map(|(_, address)| {
            let document: TantivyDocument = self.searcher.doc(address).ok()?;
            Some(document.get_first(self.text)?.as_str()?.to_owned())
        });
        texts.collect()
    }
}

fn schema() -> (Schema, Field) {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let mut builder = Schema::builder();
    let options = TextOptions::from(STORED).set_indexing_options(indexing);
    let text = builder.add_text_field("text", options);
    (builder.build(), text)
}

fn fill(mut writer: IndexWriter, text: Field, articles: &[Article]) {
    for paragraph in articles.iter().flat_map(Article::paragraphs) {
        let mut document = TantivyDocument::default();
        document.add_text(text, paragraph.text);
        writer.add_document(document).expect("the writer runs");
    }
    writer.commit().expect("the folder can be written");
    writer.wait_merging_threads().expect("merging succeeds");
}
