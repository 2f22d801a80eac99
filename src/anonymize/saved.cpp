// A vault as JSON, and back: what a page keeps over a reload. Part of Vault, in
// a file of its own. Tested by tests/anonymize/restore_test.cpp.
#include <algorithm>

#include "anonymize/vault.h"
#include "text/json.h"

namespace blackbar {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr int kVersion = 1;

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += {kHex[byte >> 4], kHex[byte & 15]};
  }
  return out;
}

std::string unhex(std::string_view digits) {
  std::string out;
  for (size_t i = 0; i + 1 < digits.size(); i += 2)
    out +=
        static_cast<char>(kHex.find(digits[i]) << 4 | kHex.find(digits[i + 1]));
  return out;
}

std::string bytes_of(uint64_t number) {
  return {reinterpret_cast<const char*>(&number), sizeof number};
}

// Writes one object; commas as needed.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) { out_ += '{'; }
  ~Writer() { out_ += '}'; }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  std::string& key(std::string_view name) {
    if (out_.back() != '{') out_ += ',';
    append_json(name, out_);
    return out_ += ':';
  }
  void text(std::string_view name, std::string_view value) {
    append_json(value, key(name));
  }
  void flag(std::string_view name, bool value) {
    if (value) key(name) += "true";
  }
  template <typename List>
  void list(std::string_view name, const List& values) {
    key(name) += '[';
    for (const auto& value : values) {
      if (out_.back() != '[') out_ += ',';
      append_json(value, out_);
    }
    out_ += ']';
  }

 private:
  std::string& out_;
};

// What is missing, or of another kind, is empty.
std::string_view text_of(const Json& object, std::string_view name) {
  const Json* found = object.find(name);
  return found && found->kind == Json::Kind::kString
             ? std::string_view(found->string)
             : std::string_view();
}

bool flag_of(const Json& object, std::string_view name) {
  const Json* found = object.find(name);
  return found && found->boolean;
}

const std::vector<Json>& items_of(const Json& object, std::string_view name) {
  static const std::vector<Json> none;
  const Json* found = object.find(name);
  return found ? found->items : none;
}

}  // namespace

std::string Vault::save() const {
  std::string out;
  save(out);
  return out;
}

void Vault::save(std::string& out) const {
  Writer all(out);
  all.key("blackbar") += std::to_string(kVersion);
  all.text("tag", form_.tag);
  all.text("secret", hex(secret_));
  all.list("reserved", reserved_);
  std::vector<std::string> produced;
  for (const uint64_t hash : produced_) produced.push_back(hex(bytes_of(hash)));
  all.list("produced", produced);
  {
    Writer numbers(all.key("numbers"));
    for (const auto& [word, number] : last_)
      numbers.key(word) += std::to_string(number);
  }
  all.key("made") += '[';
  for (const auto& [number, made] : made_) {
    if (out.back() != '[') out += ',';
    Writer one(out);
    one.text("token", made.token);
    one.text("entity", made.entity);
    one.list("spellings", made.spellings);
    one.flag("loose", made.loose);
    one.flag("standsIn", made.stands_in);
  }
  out += ']';
}

bool Vault::load(std::string_view text) {
  auto json = parse_json(text);
  if (!json.ok() || json->kind != Json::Kind::kObject) return false;
  const Json* version = json->find("blackbar");
  if (!version || version->number != kVersion) return false;
  *this = Vault();
  form_.tag = text_of(*json, "tag");
  secret_ = unhex(text_of(*json, "secret"));
  for (const Json& item : items_of(*json, "reserved"))
    reserved_.insert(item.string);
  for (const Json& item : items_of(*json, "produced")) {
    uint64_t hash = 0;
    const std::string bytes = unhex(item.string);
    std::copy_n(bytes.data(), std::min(bytes.size(), sizeof hash),
                reinterpret_cast<char*>(&hash));
    produced_.insert(hash);
  }
  if (const Json* numbers = json->find("numbers"))
    for (const auto& [word, number] : numbers->members) {
      last_[word] = static_cast<uint32_t>(number.number);
      form_.words.push_back(word);
    }
  for (const Json& item : items_of(*json, "made")) {
    const std::vector<Json>& spellings = items_of(item, "spellings");
    if (spellings.empty()) continue;
    Made& made = made_[++count_];
    made.token = text_of(item, "token");
    made.entity = text_of(item, "entity");
    made.loose = flag_of(item, "loose");
    made.stands_in = flag_of(item, "standsIn");
    stands_in_ = stands_in_ || made.stands_in;
    by_token_[made.token] = count_;
    for (const Json& spelling : spellings)
      add_spelling(count_, spelling.string);
  }
  return true;
}

}  // namespace blackbar
