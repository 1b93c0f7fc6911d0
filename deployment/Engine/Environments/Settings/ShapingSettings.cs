using static Layercake.Engine.Environments.Settings.SettingForms;

namespace Layercake.Engine.Environments.Settings;

/// <summary>Settings that change declarations for one environment.</summary>
internal static class ShapingSettings
{
    public static IReadOnlyList<EnvironmentSetting> All { get; } =
    [
        new()
        {
            Key = "variables",
            Type = SettingType.Document,
            Description =
                "What `${var.NAME}` stands for in declarations, before what `variables.json` beside this file says; "
                + "`--var=NAME=VALUE` overrides both. See [overlays.md](overlays.md).",
            Form = "an object such as { \"catalog\": \"dev\" }",
        },
        new()
        {
            Key = "overlays",
            Type = SettingType.Document,
            Description = "What is different here in declarations: a merge patch by name or pattern. See [overlays.md](overlays.md).",
            Form = "an object such as { \"jobs/*\": { \"max_concurrent_runs\": 1 } }",
        },
        new()
        {
            Key = "name_prefix",
            Description =
                "What comes before the names of all that is declared as JSON, such as `dev-`; references between declared ones follow.",
            Pattern = @"^[-0-9a-zA-Z_.()\[\] ]{1,64}$",
            Form = "1 to 64 letters, digits, spaces and - _ . ( ) [ ], such as dev-",
        },
        new()
        {
            Key = "asset_tags",
            Type = SettingType.Document,
            Description =
                "Tags that every instance pool and cluster (`custom_tags`), SQL warehouse (`tags.custom_tags`), pipeline and job (`tags`) "
                + "gets which does not declare them itself.",
            Form = "an object of texts such as { \"environment\": \"dev\" }",
        },
        new()
        {
            Key = "pipeline_development",
            Type = SettingType.Flag,
            Description =
                "What `development` is in every pipeline that does not declare it; an overlay goes before it. Left out, nothing is added.",
            Form = "true or false",
        },
        new()
        {
            Key = "mappings",
            Description =
                "A file that says what clusters, warehouses, identities and others in Git are called here, by a path from this "
                + "file's folder. Left out, it is `NAME.mappings.json` beside this file, if there is one. See "
                + "[mappings.md](mappings.md).",
            Pattern = FilePath,
            Form = FilePathForm,
        },
    ];
}
