using Layercake.Engine.Declarations;

namespace Layercake.Engine.Environments.Reading;

/// <summary>Checks values that are to override settings, before there is an environment whose settings they are.</summary>
public static class GivenSettings
{
    /// <param name="values">By the keys of an environment file.</param>
    /// <param name="folder">The base of relative paths.</param>
    /// <returns>What is wrong, by option.</returns>
    public static IReadOnlyList<Finding> Check(IReadOnlyDictionary<string, string> values, string folder)
    {
        var findings = new List<Finding>();
        foreach (var value in new SettingReader("", folder, findings).Read(values, folder).Values)
            SettingChecks.Check(value, findings);
        return findings;
    }
}
