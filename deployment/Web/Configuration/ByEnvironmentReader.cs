using Layercake.Web.Access;

namespace Layercake.Web.Configuration;

/// <summary>Reads one value for all environments, or one for each.</summary>
internal static class ByEnvironmentReader
{
    /// <param name="named">Null for a name that is none.</param>
    /// <param name="names">All names.</param>
    public static Dictionary<string, T> Read<T>(
        Members document,
        string member,
        IReadOnlyList<string> environments,
        IReadOnlyList<string> names,
        Func<string, T?> named
    )
        where T : struct
    {
        var expected = $"one of {string.Join(", ", names)}";
        var read = new Dictionary<string, T>(StringComparer.Ordinal);
        if (!document.HasObject(member))
        {
            Add(document, member, RoleRules.AnyEnvironment, $"{expected}, or an object with one of them by environment");
            return read;
        }

        var values = document.Object(member, expected)!;
        foreach (var name in values.ByEnvironment(environments))
            Add(values, name, name, expected);
        return read;

        void Add(Members members, string name, string environment, string wanted)
        {
            if (members.Text(name, wanted, text => named(text) is not null) is { } text)
                read.Add(environment, named(text)!.Value);
        }
    }
}
