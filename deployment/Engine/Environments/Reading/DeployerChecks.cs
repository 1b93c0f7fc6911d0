using Layercake.Engine.Declarations;

namespace Layercake.Engine.Environments.Reading;

/// <summary>Checks that an identity for what nobody approves is another one, and that there is something which nobody approves.</summary>
internal static class DeployerChecks
{
    public const string Setting = "deploys_as_auto";

    public static void Check(IReadOnlyDictionary<string, SettingValue> values, ICollection<Finding> findings)
    {
        if (values.GetValueOrDefault(Setting) is not { } auto)
            return;

        if (values.GetValueOrDefault("deploys_as") is not { } deployer)
            findings.Add(auto.Finding("ENV017", $"{auto.Name} is given without deploys_as. Say who applies what a person has approved."));
        else if (auto.Text.Equals(deployer.Text, StringComparison.OrdinalIgnoreCase))
            findings.Add(
                auto.Finding(
                    "ENV017",
                    $"{auto.Name} and {deployer.Name} are the same, so approved is only a word. Name another identity, or remove it."
                )
            );
        if (!values.ContainsKey("approve"))
            findings.Add(
                auto.Finding(
                    "ENV017",
                    $"{auto.Name} is given without approve, and then a person has to approve every plan. Say which changes need one."
                )
            );
    }
}
