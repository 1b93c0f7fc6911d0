namespace Layercake.Secrecy;

/// <summary>
/// The fields of the service whose values people choose themselves, such as parameters and environment variables: any of them may be a
/// secret.
/// </summary>
public static class SettingFields
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        // Of clusters and pipelines.
        "spark_env_vars",
        "spark_conf",
        "environment_variables",
        "env_vars",
        "env",
        "configuration",
        "pipeline_configuration",
        // Of jobs, their tasks and their runs.
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

    /// <summary>Beside a value, these say which setting it is, or are the place of a reference.</summary>
    private static readonly HashSet<string> Labels = new(StringComparer.Ordinal) { "name", "key", "title" };

    /// <summary>Whether what stands in a field of that name, at any depth, may be a secret.</summary>
    public static bool Hold(string field) => Names.Contains(field);

    /// <summary>Whether a field below such a one only says what the value beside it is for.</summary>
    public static bool IsLabel(string field) => Labels.Contains(field);
}
