package dev.holdfast.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.Enrichment;
import dev.holdfast.model.Event;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeTest {
    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final String DUBLIN = "198.51.100.7";
    private static final String TOKYO = "203.0.113.9";
    private static final String AWS = "192.0.2.200";

    @TempDir
    Path folder;

    private Knowledge knowledge(Map<String, Path> threats) throws IOException {
        Path city = folder.resolve("city.mmdb");
        Files.write(
                city,
                new TinyPlaces()
                        .put(198, 51, 100, place("IE", "Dublin", 53.35, -6.26))
                        .put(203, 0, 113, place("JP", "Tokyo", 35.68, 139.69))
                        .bytes());
        Path network = folder.resolve("asn.mmdb");
        Files.write(
                network,
                new TinyPlaces()
                        .put(
                                198,
                                51,
                                100,
                                Map.of("autonomous_system_number", 64500, "autonomous_system_organization", "Example"))
                        .put(203, 0, 113, Map.of("autonomous_system_number", 64501))
                        .bytes());
        Path ranges = Files.writeString(folder.resolve("ranges.json"), """
                {"syncToken": "1", "prefixes": [
                  {"ip_prefix": "192.0.2.0/24", "region": "eu-west-1", "service": "AMAZON"},
                  {"ip_prefix": "192.0.2.128/25", "region": "eu-west-1", "service": "EC2"}],
                 "ipv6_prefixes": [{"ipv6_prefix": "2001:db8::/32", "region": "us-east-1", "service": "AMAZON"}]}
                """);
        return Knowledge.open(
                new Knowledge.Inputs(
                        List.of(city, network), ranges, threats, Duration.ofDays(7), folder.resolve("seen.txt")),
                NOW);
    }

    private static Map<String, Object> place(String country, String city, double latitude, double longitude) {
        return Map.of(
                "country", Map.of("iso_code", country),
                "city", Map.of("names", Map.of("en", city)),
                "location", Map.of("latitude", latitude, "longitude", longitude));
    }

    private static Enrichment.About about(Instant at, String address, String region, String... indicators) {
        return new Enrichment.About(
                at,
                new Event.LogSource("aws", "cloudtrail"),
                address,
                "210987654321",
                region,
                "arn:aws:iam::210987654321:user/anna",
                List.of(indicators));
    }

    @Test
    void an_address_has_a_place_a_network_and_an_owner() throws IOException {
        try (Knowledge known = knowledge(Map.of())) {
            assertThat(known.of(about(NOW, DUBLIN, "eu-west-1")).path("source").toString())
                    .isEqualTo(
                            "{\"country\":\"IE\",\"city\":\"Dublin\",\"asn\":64500,\"organization\":\"Example\",\"outside-aws\":true}");
            assertThat(known.of(about(NOW, AWS, "eu-west-1")).path("source").toString())
                    .isEqualTo("{\"aws\":\"EC2 eu-west-1\"}");
            assertThat(known.of(about(NOW, "192.0.2.1", "eu-west-1"))
                            .path("source")
                            .path("aws")
                            .asText())
                    .isEqualTo("AMAZON eu-west-1");
            assertThat(known.of(about(NOW, "2001:db8::1", "eu-west-1"))
                            .path("source")
                            .path("aws")
                            .asText())
                    .isEqualTo("AMAZON us-east-1");
            assertThat(known.of(about(NOW, "10.1.2.3", "eu-west-1"))).isEmpty();
            assertThat(known.of(about(NOW, "ec2.amazonaws.com", "eu-west-1"))).isEmpty();
        }
    }

    @Test
    void a_region_and_a_network_are_new_only_after_a_time_of_learning_and_the_same_on_the_second_reading()
            throws IOException {
        Instant later = NOW.plus(Duration.ofDays(10));
        for (int reading = 0; reading < 2; reading++) {
            try (Knowledge known = knowledge(Map.of())) {
                assertThat(known.of(about(NOW, DUBLIN, "eu-west-1")).has("new")).isFalse();
                assertThat(known.of(about(NOW.plusSeconds(60), TOKYO, "us-east-1"))
                                .has("new"))
                        .isFalse();
                assertThat(known.of(about(later, DUBLIN, "af-south-1"))
                                .path("new")
                                .toString())
                        .isEqualTo("{\"region\":true}");
                assertThat(known.of(about(later.plusSeconds(1), DUBLIN, "af-south-1"))
                                .has("new"))
                        .isFalse();
            }
        }
    }

    @Test
    void two_calls_far_apart_make_a_way_and_a_speed() throws IOException {
        try (Knowledge known = knowledge(Map.of())) {
            known.of(about(NOW, DUBLIN, "eu-west-1"));
            known.of(about(NOW.plusSeconds(1_000), AWS, "eu-west-1"));
            var travel =
                    known.of(about(NOW.plusSeconds(3_600), TOKYO, "eu-west-1")).path("travel");
            assertThat(travel.path("km").asLong()).isBetween(9_400L, 9_700L);
            assertThat(travel.path("kmh").asLong()).isEqualTo(travel.path("km").asLong());
            assertThat(travel.path("from").asText()).isEqualTo("IE");
            assertThat(known.of(about(NOW.plusSeconds(30), DUBLIN, "eu-west-1")).has("travel"))
                    .as("a call that comes late is not compared")
                    .isFalse();
        }
    }

    @Test
    void lists_of_three_forms_warn_of_addresses_networks_and_names() throws IOException {
        Path plain = Files.writeString(folder.resolve("plain.txt"), "# own\n198.51.100.7 ; seen in May\nbad.example\n");
        Path csv = Files.writeString(
                folder.resolve("list.csv"), "first_seen,ip_address,note\n2026-01-01,203.0.113.0/24,\"a, b\"\n");
        Path stix = Files.writeString(folder.resolve("stix.json"), """
                {"type": "bundle", "id": "bundle--1", "objects": [
                  {"type": "identity", "name": "x"},
                  {"type": "indicator", "pattern": "[ipv4-addr:value = '192.0.2.1' OR domain-name:value = 'worse.example']"},
                  {"type": "indicator", "pattern": "[ipv4-addr:value = '192.0.2.2']", "valid_until": "2026-01-01T00:00:00Z"},
                  {"type": "indicator", "pattern": "[ipv4-addr:value = '192.0.2.3']", "revoked": true},
                  {"type": "indicator", "pattern": "[domain-name:value = 'a.example' AND domain-name:value = 'b.example']"},
                  {"type": "indicator", "pattern": "[file:hashes.'SHA-256' = 'ABCDEF']"}]}
                """);
        try (Knowledge known = knowledge(Map.of("plain", plain, "csv", csv, "stix", stix))) {
            assertThat(threat(known, DUBLIN)).isEqualTo("plain");
            assertThat(threat(known, TOKYO)).isEqualTo("csv");
            assertThat(threat(known, "192.0.2.1")).isEqualTo("stix");
            assertThat(threat(known, "192.0.2.2")).as("its time is up").isEmpty();
            assertThat(threat(known, "192.0.2.3")).as("revoked").isEmpty();
            assertThat(threat(known, "10.0.0.1", "www.bad.example.")).isEqualTo("plain");
            assertThat(threat(known, "10.0.0.1", "notbad.example")).isEmpty();
            assertThat(threat(known, "10.0.0.1", "worse.example")).isEqualTo("stix");
            assertThat(threat(known, "10.0.0.1", "a.example")).isEmpty();
            assertThat(threat(known, "10.0.0.1", "abcdef")).isEqualTo("stix");
        }
    }

    private static String threat(Knowledge known, String address, String... indicators) {
        return known.of(about(NOW, address, "eu-west-1", indicators))
                .path("threat")
                .path("list")
                .asText();
    }

    @Test
    void a_file_that_is_not_what_it_should_be_is_named() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.txt"), "# nothing\n");
        assertThatThrownBy(() -> knowledge(Map.of("own", empty)).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty.txt");
        assertThatThrownBy(() -> Knowledge.open(
                                new Knowledge.Inputs(List.of(empty), null, Map.of(), Duration.ZERO, null), NOW)
                        .close())
                .hasMessageContaining("MaxMind");
        assertThatThrownBy(
                        () -> Knowledge.open(new Knowledge.Inputs(List.of(), empty, Map.of(), Duration.ZERO, null), NOW)
                                .close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty.txt");
    }

    @Test
    void memory_stays_bounded() throws IOException {
        FirstSeen seen = new FirstSeen(Duration.ZERO);
        for (int i = 0; i < FirstSeen.MOST + 50; i++) {
            seen.isNew("asn", "somebody", "network " + i, NOW.plusSeconds(i));
        }
        StringWriter kept = new StringWriter();
        seen.write(kept);
        assertThat(kept.toString().lines()).hasSize(FirstSeen.MOST);
    }
}
