namespace Layercake.Secrecy;

/// <summary>
/// Fields whose values users choose freely, such as parameters and environment variables. Any of these values may be a secret.
/// </summary>
public static class SettingFields
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        // clusters and pipelines
        "spark_env_vars",
        "spark_conf",
        "environment_variables",
        "env_vars",
        "env",
        "configuration",
        "pipeline_configuration",
        // jobs, tasks and runs
        "parameters",
        "job_parameters",
        "overriding_parameters",
        "run_parameters",
        "base_parameters",
        "named_parameters",
        "notebook_params",
        "notebook_parameters",
        "jar_params",
        "python_params",
        "python_named_params",
        "spark_submit_params",
        "sql_params",
        "dbt_commands",
        "commands",
        "pipeline_params",
        "widget_values",
    };

    /// <summary>Fields beside a value that hold the name of the setting, or of a referenced object.</summary>
    private static readonly HashSet<string> Labels = new(StringComparer.Ordinal) { "name", "key", "title" };

    /// <summary>Whether values in a field of that name, at any depth, may be secret.</summary>
    public static bool Hold(string field) => Names.Contains(field);

    /// <summary>Whether the field holds the name of a setting and not its value.</summary>
    public static bool IsLabel(string field) => Labels.Contains(field);
}
