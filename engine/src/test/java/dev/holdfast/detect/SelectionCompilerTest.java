package dev.holdfast.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.ContentError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionCompilerTest {
    /** Field with modifiers, rule value, event value, whether it hits. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "f; abc; \"ABC\"; true",
                "f; abc; \"abcd\"; false",
                "f; ''; \"\"; true",
                "f; ''; \"x\"; false",
                "f; a*c; \"abbbC\"; true",
                "f; a?c; \"ac\"; false",
                "f; 'a\\*c'; \"a*c\"; true",
                "f; 'a\\*c'; \"abc\"; false",
                "f; 'a\\\\*'; \"a\\\\bc\"; true",
                "f; 22; 22; true",
                "f; 22; \"22\"; true",
                "f; 22; 22.0; true",
                "f; 22; 23; false",
                "f; true; true; true",
                "f; 'true'; true; true",
                "f; null; null; true",
                "f; null; \"x\"; false",
                "f; null; \"\"; false",
                "f; [a, b]; \"b\"; true",
                "f; a; [\"x\",\"a\"]; true",
                "f; a; []; false",
                "f|contains; b; \"aBc\"; true",
                "f|contains; b; \"ac\"; false",
                "f|contains|all; [a, c]; \"abc\"; true",
                "f|contains|all; [a, x]; \"abc\"; false",
                "f|startswith; ab; \"abc\"; true",
                "f|startswith; b; \"abc\"; false",
                "f|endswith; bc; \"abc\"; true",
                "f|endswith; ab; \"abc\"; false",
                "f|cased; abc; \"ABC\"; false",
                "f|cased; abc; \"abc\"; true",
                "f|contains|cased; B; \"abc\"; false",
                "f|neq; abc; \"abd\"; true",
                "f|neq; abc; \"ABC\"; false",
                "f|re; 'b.d'; \"abcde\"; true",
                "f|re; 'B.D'; \"abcde\"; false",
                "f|re|i; 'B.D'; \"abcde\"; true",
                "f|re; 'a.b'; \"a\\nb\"; false",
                "f|re|s; 'a.b'; \"a\\nb\"; true",
                "f|re; '^b'; \"a\\nb\"; false",
                "f|re|m; '^b'; \"a\\nb\"; true",
                "f|cidr; 10.0.0.0/8; \"10.200.3.4\"; true",
                "f|cidr; 10.0.0.0/8; \"11.0.0.1\"; false",
                "f|cidr; 10.0.0.0/8; \"health.amazonaws.com\"; false",
                "f|cidr; 192.0.2.128/25; \"192.0.2.127\"; false",
                "f|cidr; 2001:db8::/32; \"2001:db8:1::7\"; true",
                "f|cidr; 2001:db8::/32; \"2001:db9::7\"; false",
                "f|exists; true; null; true",
                "f|exists; true; []; true",
                "f|exists; false; \"x\"; false",
                "f|gt; 5; 6; true",
                "f|gt; 5; 5; false",
                "f|gte; 5; \"5\"; true",
                "f|lt; 5; 4.9; true",
                "f|lte; 5; 5.1; false",
                "f|lt; 5; \"four\"; false",
                "f|base64; foo; \"Zm9v\"; true",
                "f|base64offset|contains; foobar; \"eGZvb2Jhcng=\"; true",
                "f|base64offset|contains; foobar; \"eHhmb29iYXJ4\"; true",
                "f|base64offset|contains; foobar; \"Zm9vYmF6\"; false",
                "f|wide|base64; cmd; \"YwBtAGQA\"; true",
                "f|utf16|base64; cmd; \"//5jAG0AZAA=\"; true",
                "f|utf16be|base64; cmd; \"AGMAbQBk\"; true",
                "f|windash|contains; ' -x'; \"run /x\"; true",
                "f|windash|contains; ' -x'; \"run \u2014x\"; true",
                "f|contains; ' -x'; \"run /x\"; false",
                "f|windash|contains; 'a-x'; \"a/x\"; false",
                "f|hour; 23; \"2026-01-02T23:10:00Z\"; true",
                "f|year|gte; 2026; \"2025-12-31T23:59:59Z\"; false",
            })
    void matches_as_the_specification_says(String field, String rule, String event, boolean hit) {
        String detection = "selection:\n  " + field + ": " + rule + "\ncondition: selection\n";
        assertThat(Rules.hits(detection, "{\"f\": " + event + "}")).isEqualTo(hit);
    }

    @Test
    void null_and_exists_tell_missing_fields() {
        assertThat(Rules.hits("s: {f: null}\ncondition: s\n", "{}")).isTrue();
        assertThat(Rules.hits("s: {f|exists: false}\ncondition: s\n", "{}")).isTrue();
        assertThat(Rules.hits("s: {f|exists: true}\ncondition: s\n", "{}")).isFalse();
        assertThat(Rules.hits("s: {f: '*'}\ncondition: s\n", "{}")).isFalse();
    }

    @Test
    void fields_of_one_event_are_compared() {
        String own = "s: {a.b|fieldref: c}\ncondition: s\n";
        assertThat(Rules.hits(own, "{\"a\":{\"b\":\"Eve\"},\"c\":\"eve\"}")).isTrue();
        assertThat(Rules.hits(own, "{\"a\":{\"b\":\"Eve\"},\"c\":\"ann\"}")).isFalse();
        assertThat(Rules.hits(own, "{\"a\":{\"b\":\"Eve\"}}")).isFalse();
        assertThat(Rules.hits("s: {a|fieldref|endswith: c}\ncondition: s\n", "{\"a\":\"x/eve\",\"c\":\"eve\"}"))
                .isTrue();
    }

    @Test
    void keywords_are_found_anywhere_in_values() {
        String words = "s: [mimi*, other]\ncondition: s\n";
        assertThat(Rules.hits(words, "{\"a\":{\"b\":[\"run MIMIkatz now\"]}}")).isTrue();
        assertThat(Rules.hits(words, "{\"mimikatz\":1}")).isFalse();
        String all = "s: {'|all': [one, two]}\ncondition: s\n";
        assertThat(Rules.hits(all, "{\"a\":\"one\",\"b\":\"two\"}")).isTrue();
        assertThat(Rules.hits(all, "{\"a\":\"one\"}")).isFalse();
    }

    @Test
    void paths_walk_arrays_flat_names_and_documents_in_texts() {
        String path = "s: {a.b.c: x}\ncondition: s\n";
        assertThat(Rules.hits(path, "{\"a\":[{\"b\":{\"c\":\"y\"}},{\"b\":[{\"c\":\"x\"}]}]}"))
                .isTrue();
        assertThat(Rules.hits(path, "{\"a.b.c\":\"x\"}")).isTrue();
        assertThat(Rules.hits(path, "{\"a\":\"{\\\"b\\\":{\\\"c\\\":\\\"x\\\"}}\"}"))
                .isTrue();
        assertThat(Rules.hits(path, "{\"a\":\"{broken\"}")).isFalse();
    }

    @Test
    void an_element_scope_compares_fields_of_the_same_element() {
        String crossed = "{\"a\":[{\"p\":22,\"ip\":\"10/8\"},{\"p\":443,\"ip\":\"0/0\"}]}";
        assertThat(Rules.hits("s: {a.p: 22, a.ip: 0/0}\ncondition: s\n", crossed))
                .isTrue();
        assertThat(Rules.hits("s: {'a[any]': {p: 22, ip: 0/0}}\ncondition: s\n", crossed))
                .isFalse();
        assertThat(Rules.hits("s: {'a[any]': {p: 443, ip: 0/0}}\ncondition: s\n", crossed))
                .isTrue();
        assertThat(Rules.hits("s: {'a[all]': {p|gte: 22}}\ncondition: s\n", crossed))
                .isTrue();
        assertThat(Rules.hits("s: {'a[all]': {p|gte: 23}}\ncondition: s\n", crossed))
                .isFalse();
        assertThat(Rules.hits("s: {'a[all]': {p: 1}}\ncondition: s\n", "{\"a\":[]}"))
                .isFalse();
        assertThat(Rules.hits("s: {'a[none]': {p: 22}}\ncondition: s\n", crossed))
                .isFalse();
        assertThat(Rules.hits("s: {'a[none]': {p: 23}}\ncondition: s\n", crossed))
                .isTrue();
    }

    @Test
    void placeholders_are_filled_or_refuse_the_rule_by_name() {
        List<ContentError> errors = new ArrayList<>();
        String yaml = Rules.rule("s: {f|expand: 'x-%Servers%'}\ncondition: s\n");
        DetectionRules none = DetectionRules.compile(Rules.read(yaml, errors), Placeholders.NONE, errors);
        assertThat(none.ruleCount()).isZero();
        assertThat(errors).singleElement().asString().contains("rule.yml:4", "`rule`", "`%Servers%`");
        errors.clear();
        Placeholders filled = new Placeholders(Map.of("Servers", List.of("srv*", "db1")));
        DetectionRules some = DetectionRules.compile(Rules.read(yaml, errors), filled, errors);
        Detector detector = new Detector(some, List.of(), new BoundedCorrelationState());
        assertThat(errors).isEmpty();
        assertThat(detector.accept(Rules.event("1", 0, "{\"f\":\"x-srv9\"}"))).hasSize(1);
        assertThat(detector.accept(Rules.event("2", 0, "{\"f\":\"x-db2\"}"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "f|re; '(?=x)'; regular expression",
                "f|cidr; 10.0.0/8; range of IP addresses",
                "f|gt; ten; not a number",
                "f|exists; maybe; `exists` takes",
                "f|base64; 'a*b'; wildcards",
                "f; [a, null]; `null` cannot stand in a list",
            })
    void what_cannot_be_compiled_is_said_with_rule_field_and_line(String field, String value, String problem) {
        List<ContentError> errors = new ArrayList<>();
        String yaml = Rules.rule("s:\n  " + field + ": " + value + "\ncondition: s\n");
        DetectionRules.compile(Rules.read(yaml, errors), Placeholders.NONE, errors);
        assertThat(errors).singleElement().asString().contains("rule.yml:5", "rule `rule`, field `f`", problem);
    }
}
