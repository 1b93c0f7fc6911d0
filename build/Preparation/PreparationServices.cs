using Layercake.Rest;
using Microsoft.Extensions.DependencyInjection;

namespace Build.Preparation;

internal static class PreparationServices
{
    /// <param name="preparation">Begun before there are services; they dispose of it all the same.</param>
    public static IServiceCollection AddPreparation(
        this IServiceCollection services,
        DeploymentPreparation preparation,
        SentWrites writes
    ) => services.AddSingleton(_ => preparation).AddSingleton(writes);
}
