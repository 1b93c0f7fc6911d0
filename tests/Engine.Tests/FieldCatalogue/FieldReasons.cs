namespace Layercake.Engine.Tests.FieldCatalogue;

/// <summary>Why a move of a field is no plain success.</summary>
internal static class FieldReasons
{
    public const string Missing = "NO REASON";

    public static string Of(CatalogueField field, string move, string verdict) => Missing;
}
