package io.certfleet.standin.tags;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Json;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The tags of one resource, in the spelling of its service. */
public final class Tags {
    /** "Maximum number of tags per resource: 50" (General reference, "Tag naming limits and requirements"). */
    private static final int MOST = 50;

    private static final Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    private final Spelling spelling;
    private final Map<String, String> tags = new TreeMap<>();

    /** How a service names the parts of a tag and its complaints about them. */
    public enum Spelling {
        ACM_PCA("Key", "Value", "InvalidTagException", "TooManyTagsException"),
        SSM("Key", "Value", "ValidationException", "TooManyTagsError"),
        ROLES_ANYWHERE("key", "value", "ValidationException", "TooManyTagsException");

        private final String key;
        private final String value;
        private final String invalid;
        private final String tooMany;

        Spelling(String key, String value, String invalid, String tooMany) {
            this.key = key;
            this.value = value;
            this.invalid = invalid;
            this.tooMany = tooMany;
        }
    }

    /** No tags. */
    public Tags(Spelling spelling) {
        this.spelling = spelling;
    }

    /** Adds the tags of a list, or gives them other values. */
    public synchronized void add(JsonNode list) {
        Map<String, String> all = new TreeMap<>(tags);
        for (JsonNode tag : list) {
            String key = tag.path(spelling.key).asText();
            String value = tag.path(spelling.value).asText();
            check(key, 1, 128);
            check(value, 0, 256);
            if (key.startsWith("aws:")) {
                throw new AwsError(400, spelling.invalid, "Tag keys beginning with aws: are reserved: " + key);
            }
            all.put(key, value);
        }
        if (all.size() > MOST) {
            throw new AwsError(400, spelling.tooMany, "A resource has at most " + MOST + " tags.");
        }
        tags.putAll(all);
    }

    private void check(String text, int least, int most) {
        if (text.length() < least
                || text.length() > most
                || !CHARACTERS.matcher(text).matches()) {
            throw new AwsError(400, spelling.invalid, "The tag has an invalid key or value: " + text);
        }
    }

    /** Removes a tag, whether it is there or not. */
    public synchronized void remove(String key) {
        tags.remove(key);
    }

    /** Puts the list of tags into an answer. */
    public synchronized void list(ObjectNode answer, String field) {
        ArrayNode list = answer.putArray(field);
        tags.forEach(
                (key, value) -> list.add(Json.object().put(spelling.key, key).put(spelling.value, value)));
    }
}
