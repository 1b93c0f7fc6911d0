using Layercake.Engine.Environments;

namespace Build.CommandLine;

/// <summary>All options, and how they are found.</summary>
internal sealed class KnownOptions
{
    private readonly Dictionary<string, KnownOption> spellings = new(StringComparer.OrdinalIgnoreCase);

    private KnownOptions(IReadOnlyList<KnownOption> all)
    {
        All = all;
        foreach (var option in all)
        {
            foreach (var spelling in option.Aliases.Prepend(option.Spelling))
                spellings.Add(spelling, option);
        }
    }

    public IReadOnlyList<KnownOption> All { get; }

    /// <summary>
    /// The host's own options and one for each environment setting: <c>secret_names.tenant_id</c> is <c>--secret-names-tenant-id</c>.
    /// </summary>
    public static KnownOptions With(IReadOnlyCollection<EnvironmentSetting> settings) =>
        new(
            [
                .. DeploymentOptions.All,
                .. CakeOptions.All,
                .. settings.Where(setting => setting.Type is not (SettingType.Document or SettingType.List)).Select(Overriding),
            ]
        );

    public KnownOption? Find(string spelling) => spellings.GetValueOrDefault(spelling);

    private static KnownOption Overriding(EnvironmentSetting setting) =>
        new()
        {
            Name = setting.Option[2..],
            Value = OptionValue.Text,
            Hint = "VALUE",
            Setting = setting.Key,
            Repeatable = setting.HasSeveralInExport,
            Sentence = setting.Description,
        };
}
