using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

/// <summary>Registers a host's services in a class of their own.</summary>
public interface IFrostingStartup
{
    void Configure(IServiceCollection services);
}
