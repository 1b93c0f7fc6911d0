using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Checks;

/// <summary>Checks that an entry of a list of libraries is one library: a field that says its type, and what is installed.</summary>
/// <remarks>A type that is not known here is left to the check of the fields.</remarks>
internal static class LibraryCheck
{
    /// <param name="types">The fields of which an entry has one.</param>
    /// <param name="code">Of the finding.</param>
    public static void Check(JObject entry, ObjectSchema types, CheckReport report, string code)
    {
        var given = types.Names.Where(entry.Has).ToList();
        if (given.Count > 1)
            report.Error(code, entry, $"{entry.Path} has {string.Join(" and ", given)}. Write each into an entry of its own.");
        else if (given.Count == 0 && entry.Properties().All(field => types.Names.Contains(field.Name)))
            report.Error(code, entry, $"{entry.Path} is no library. Write one of {string.Join(", ", types.Names)}.");
        else if (given.Count == 1 && LibraryFiles.Types.Contains(given[0]))
            Ending(entry, given[0], report, code);
    }

    /// <summary>What a file is installed as must be what its name says.</summary>
    private static void Ending(JObject entry, string type, CheckReport report, string code)
    {
        if (entry.Text(type) is { } path && LibraryFiles.TypeOf(path) is { } other && other != type)
            report.Error(
                code,
                entry[type]!,
                $"{entry.Path}.{type} is {path}, and a file of that name is no {type}. Rename the field to {other}."
            );
    }

    /// <summary>A library of a cluster that others use is shown to all of them.</summary>
    /// <param name="whoSees">What shows it: <c>the cluster</c>.</param>
    /// <param name="code">Of the finding.</param>
    public static void CheckSecrets(JObject entry, string whoSees, CheckReport report, string code)
    {
        foreach (var value in entry.Descendants().OfType<JValue>().Where(SecretText.HasReference))
            report.Error(
                code,
                value,
                $"{value.Path} has a secret, which everyone who sees {whoSees} could read. Let an init script read it from an environment "
                    + "variable, {{secrets/SCOPE/KEY}}, and write the address into pip's settings."
            );
    }
}
