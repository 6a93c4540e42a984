#include "tridens/io/bibliography.hh"

#include <gtest/gtest.h>

#include "tridens/base/error.hh"

namespace tridens::io {
namespace {

const std::string text = R"(comment before the entries
@article{arXiv:1807.10973,
  author = {Ballett, Peter and others},
  title = {{Neutrino {Trident} Scattering}},
  volume = {01},
  pages = {119-142},
  year = 2019,
  eprint = {1807.10973}
}
@misc{arXiv:hep-ph/0508299, eprint = {hep-ph/0508299}, names = {nsi, contact}, confirmed = {arxiv.org}, }
@article{Helm:1956, volume = {104}, pages = {1466}, year = {1956}, doi = {10.1103/PhysRev.104.1466}}
)";

Bibliography bibliography() {
  return Bibliography(parse_bibliography(text, "test.bib"));
}

using Keys = std::vector<std::string>;

TEST(Bibliography, FieldsKeepTheBracesInside) {
  const auto entries = parse_bibliography(text, "test.bib");
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[0].field("title"), "{Neutrino {Trident} Scattering}");
  EXPECT_EQ(entries[0].field("year"), "2019");
  EXPECT_EQ(entries[0].field("journal"), "");
}

TEST(Bibliography, WrittenEntriesReadBackAlikeExceptForWhatIsForTridensAlone) {
  const Bibliography known = bibliography();
  for (const BibliographyEntry& entry : known.entries()) {
    const auto again = parse_bibliography(bibtex_of(entry), "again");
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].key, entry.key);
    EXPECT_EQ(again[0].field("names"), "");
    EXPECT_EQ(again[0].field("confirmed"), "");
    EXPECT_EQ(again[0].fields.size(), entry.printed_fields().size());
    EXPECT_EQ(again[0].field("eprint"), entry.field("eprint"));
    EXPECT_EQ(again[0].field("doi"), entry.field("doi"));
  }
}

TEST(Bibliography, ReferencesAreFoundByNumberDoiAndJournal) {
  const Bibliography known = bibliography();
  EXPECT_EQ(known.keys_in("P. Ballett et al., JHEP 01 (2019) 119"), Keys{"arXiv:1807.10973"});
  EXPECT_EQ(known.keys_in("see arXiv:1807.10973."), Keys{"arXiv:1807.10973"});
  EXPECT_EQ(known.keys_in("spins (hep-ph/0508299), falling"), Keys{"arXiv:hep-ph/0508299"});
  EXPECT_EQ(known.keys_in("https://doi.org/10.1103/PhysRev.104.1466."), Keys{"Helm:1956"});
  EXPECT_EQ(known.keys_in("Phys. Rev. 104 (1956) 1466; 1807.10973; JHEP 01 (2019) 119"),
            (Keys{"Helm:1956", "arXiv:1807.10973"}));
}

TEST(Bibliography, OtherNumbersAreNoReferences) {
  const Bibliography known = bibliography();
  EXPECT_TRUE(known.keys_in("11807.10973 and 1807.109731, Phys. Rev. 104 (1957) 1466, 104 (1956) 14660").empty());
  EXPECT_EQ(arxiv_numbers("12.3456, 0.1807.10973"), Keys{});
  EXPECT_EQ(arxiv_numbers("arXiv:2001.00001, hep-ex/9811012"), (Keys{"2001.00001", "hep-ex/9811012"}));
}

TEST(Bibliography, NamesStandForTheirPapers) {
  EXPECT_EQ(bibliography().keys_of_name("contact"), Keys{"arXiv:hep-ph/0508299"});
  EXPECT_TRUE(bibliography().keys_of_name("other").empty());
}

TEST(Bibliography, FaultsAreToldWithTheirLine) {
  const auto problem = [](const std::string& faulty) -> std::string {
    try {
      (void)parse_bibliography(faulty, "x.bib");
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_NE(problem("\n@article{a, title = {open").find("x.bib:2: a brace is not closed"), std::string::npos);
  EXPECT_NE(problem("@article{a title = {b}}").find("',' is missing"), std::string::npos);
  EXPECT_NE(problem("@misc{a, year = 1}\n@misc{a, year = 2}").find("'a' comes twice"), std::string::npos);
}

TEST(Bibliography, NamesAreReadAsTheyAreWritten) {
  EXPECT_EQ(plain_text("Men{\\'e}ndez, {\\v{S}}imkovic, Mu{\\~n}oz, B{\\oe}hm, Mart{\\'\\i}n"),
            "Menéndez, Šimkovic, Muñoz, Bœhm, Martín");
  EXPECT_EQ(plain_text("Gro{\\ss}, \\\"Uber, {\\'A}lvarez \\& Co, K\\\"om, \\.{z}"),
            "Groß, Über, Álvarez & Co, Köm, z\u0307");
  EXPECT_EQ(plain_text("$\\to$ \\vec x"), "$\\to$ vec x");
  EXPECT_EQ(plain_text("{{at $\\sqrt{s}=7$ and 8 {TeV}}}"), "at $\\sqrt{s}=7$ and 8 TeV");
  const auto entries = parse_bibliography("@article{a, author = {Men{\\'e}ndez, J. and others}, title = {t}}", "here");
  EXPECT_EQ(authors_of(entries.at(0)), (std::vector<std::string>{"Menéndez, J.", "others"}));
}

TEST(Bibliography, SignsOfLatexAreEscaped) {
  EXPECT_EQ(latex_text("50 % of a_b & c^2"), "50 \\% of a\\_b \\& c\\textasciicircum{}2");
}

TEST(Bibliography, TheOneOfTheDataFolderNamesTridens) {
  const Bibliography known = load_bibliography();
  ASSERT_NE(known.entry("tridens"), nullptr);
  EXPECT_GT(known.entries().size(), 200U);
}

}  // namespace
}  // namespace tridens::io
