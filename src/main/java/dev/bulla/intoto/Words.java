package dev.bulla.intoto;

import dev.bulla.json.Json;
import java.util.List;

/** Lists of strings as JSON. */
final class Words {
    private Words() {}

    static Json.Arr toJson(List<String> words) {
        return new Json.Arr(words.stream().map(word -> (Json) Json.text(word)).toList());
    }
}
