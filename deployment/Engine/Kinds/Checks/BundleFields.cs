namespace Layercake.Engine.Kinds.Checks;

/// <summary>Fields that objects have in a Databricks bundle, and that are written otherwise here.</summary>
/// <remarks>Sent as they are they would go nowhere, and with them who may do what.</remarks>
internal static class BundleFields
{
    public const string Permissions = "permissions";

    /// <summary>In an entry of <see cref="Permissions"/>.</summary>
    public const string Level = "level";

    /// <summary>Why such a field is refused, and what to write in its place: whole sentences.</summary>
    public static string Write(string instead) => $"it is a field of a bundle. Write {instead}.";
}
