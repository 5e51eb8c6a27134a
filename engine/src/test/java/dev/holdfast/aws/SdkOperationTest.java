package dev.holdfast.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SdkOperationTest {
    @Test
    void everyReadOperationCanBeCalledByName() throws ReflectiveOperationException {
        SdkIndex index = new SdkIndex();
        List<String> wrong = new ArrayList<>();
        for (String prefix : ServiceNames.prefixes()) {
            ServiceNames.Service service = ServiceNames.find(prefix).orElseThrow();
            Class<?> client = Class.forName(service.basePackage() + "." + service.client() + "Client");
            for (String name : index.names(prefix)) {
                SdkOperation operation = index.find(prefix, name).orElseThrow();
                try {
                    client.getMethod(operation.method(), operation.request());
                } catch (NoSuchMethodException e) {
                    wrong.add(prefix + ":" + name);
                }
            }
        }
        // What takes a body or an event stream has methods of its own; none of it only reads.
        assertThat(wrong)
                .filteredOn(n -> ReadOperations.contains(n.split(":")[0], n.split(":")[1]))
                .isEmpty();
        assertThat(wrong).contains("s3:PutObject");
    }
}
